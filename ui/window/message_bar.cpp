#include "ui/window/message_bar.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace ffn::ui {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_close(new QToolButton(this)) {
    setFrameShape(QFrame::NoFrame);
    setAutoFillBackground(true);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setTextFormat(Qt::PlainText);
    m_close->setAutoRaise(true);
    m_close->setText("✕");
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 6, 6, 6);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_close);
    retranslate();
    hide();
}

void MessageBar::show(const QString& sentence, Kind kind, const QObject* about) {
    m_kind = kind;
    m_about = about;
    m_text->setText(sentence);
    const auto icon = kind == Kind::Error ? QStyle::SP_MessageBoxWarning : QStyle::SP_MessageBoxInformation;
    m_icon->setPixmap(style()->standardIcon(icon).pixmap(18, 18));
    recolor();
    QFrame::show();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageBar::withdraw(const QObject* about) {
    if (m_about == about) hide();
}

QString MessageBar::text() const {
    return isHidden() ? QString() : m_text->text();
}

void MessageBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::ApplicationPaletteChange) recolor();
    QFrame::changeEvent(event);
}

void MessageBar::retranslate() {
    setAccessibleName(tr("Message"));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss message"));
}

void MessageBar::recolor() {
    // A tint of the window's own colour, so that the text keeps its contrast in light and dark.
    const QColor window = parentWidget() ? parentWidget()->palette().color(QPalette::Window) : Qt::white;
    const QColor tint = m_kind == Kind::Error ? QColor(220, 60, 40) : QColor(60, 120, 220);
    const auto mix = [](int a, int b) { return (a * 5 + b) / 6; };
    QPalette p = palette();
    p.setColor(QPalette::Window, QColor(mix(window.red(), tint.red()), mix(window.green(), tint.green()),
                                        mix(window.blue(), tint.blue())));
    setPalette(p);
}

} // namespace ffn::ui
