#include "ui/dialogs/about_dialog.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace ffn::ui {

QString AboutDialog::text() {
    const QStringList paragraphs{tr("Opens up the feed-forward network of a transformer: every number it "
                                    "computes on the way, at every "
                                    "stage."),
                                 tr("Free software under the GNU General Public License, version 3 or later "
                                    "(GPL-3.0-or-later). It comes "
                                    "with no warranty."),
                                 tr("Stands on Qt %1, QCustomPlot and Eigen.").arg(qVersion())};
    return QString("<h2>ffnscope %1</h2><p>%2</p>")
        .arg(QCoreApplication::applicationVersion().toHtmlEscaped(), paragraphs.join("</p><p>"));
}

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent), m_text(new QLabel) {
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_text->setMinimumWidth(fontMetrics().averageCharWidth() * 60);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_text);
    layout->addWidget(buttons);
    retranslate();
}

void AboutDialog::retranslate() {
    setWindowTitle(tr("About ffnscope"));
    m_text->setText(text());
}

void AboutDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ffn::ui
