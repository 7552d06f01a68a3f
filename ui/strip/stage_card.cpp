#include "ui/strip/stage_card.h"

#include "ui/strip/stage_names.h"

#include <QPainter>
#include <QStyleOption>

namespace ffn::ui {

namespace {
constexpr int kMargin = 7;
constexpr int kThumbnail = 44, kLowThumbnail = 12; // the least height
} // namespace

StageCard::StageCard(Stage stage, Norm norm, QWidget* parent)
    : QAbstractButton(parent), m_stage(stage), m_norm(norm) {
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, isCompact() ? QSizePolicy::Preferred : QSizePolicy::Expanding);
    setAttribute(Qt::WA_Hover);
}

void StageCard::setContents(const QString& shape, const QString& number, bool alarm, const QString& formula) {
    m_shape = shape;
    m_number = number;
    m_alarm = alarm;
    setAccessibleName(stageTitle(m_stage, m_norm) + ", " + shape + ", " + number);
    setToolTip(stageTitle(m_stage, m_norm) + "  " + shape + "\n" + formula + "\n" + stageCodeNote(m_stage));
    updateGeometry();
    update();
}

void StageCard::setThumbnail(const QImage& image) {
    m_thumbnail = image;
    update();
}

void StageCard::setLow(bool low) {
    m_low = low;
    updateGeometry();
}

void StageCard::setLit(double from, double to) {
    m_litFrom = from;
    m_litTo = to;
    update();
}

QRect StageCard::thumbnailRect() const {
    const int text = fontMetrics().height();
    return rect().adjusted(kMargin, kMargin + text + 3, -kMargin, -kMargin - text - 3);
}

QSize StageCard::sizeHint() const {
    const QFontMetrics metrics = fontMetrics();
    const int line = metrics.height();
    if (isCompact()) {
        const int text = metrics.horizontalAdvance(stageTitle(m_stage, m_norm) + " " + m_number);
        // Advances are rounded; what is a pixel short loses its last digits.
        return {std::max(text, metrics.horizontalAdvance("rstd −0.0000")) + 2 * kMargin + 4, line + kMargin};
    }
    const int text = std::max(metrics.horizontalAdvance(stageTitle(m_stage, m_norm)),
                              metrics.horizontalAdvance(m_shape + "  " + m_number));
    return {std::max(text, 92) + 2 * kMargin,
            2 * line + 2 * kMargin + 6 + (m_low ? kLowThumbnail : kThumbnail)};
}

void StageCard::paintFrame(QPainter& painter) const {
    const QPalette& p = palette();
    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    QColor fill = p.color(QPalette::Base);
    if (isChecked()) {
        fill = p.color(QPalette::Highlight);
        fill.setAlphaF(0.18f);
    } else if (underMouse()) {
        fill = p.color(QPalette::AlternateBase);
    }
    painter.setPen(isChecked() ? QPen(p.color(QPalette::Highlight), 2) : QPen(p.color(QPalette::Mid), 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(frame, 5, 5);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(p.color(QPalette::Text), 1, Qt::DotLine));
        painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), 3, 3);
    }
}

void StageCard::paintText(QPainter& painter) const {
    const QRect inner = rect().adjusted(kMargin, kMargin, -kMargin, -kMargin);
    const QFontMetrics metrics = fontMetrics();
    QFont bold = font();
    bold.setBold(true);
    painter.setPen(palette().color(QPalette::Text));
    const auto elided = [&](const QString& text, int width) {
        return metrics.elidedText(text, Qt::ElideRight, width);
    };
    if (isCompact()) {
        const QRect line = rect().adjusted(kMargin, 0, -kMargin, 0);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                         elided(stageTitle(m_stage, m_norm) + " " + m_number, line.width()));
        return;
    }
    painter.save();
    painter.setFont(bold);
    painter.drawText(
        inner, Qt::AlignLeft | Qt::AlignTop,
        QFontMetrics(bold).elidedText(stageTitle(m_stage, m_norm), Qt::ElideRight, inner.width()));
    painter.restore();
    const int number = metrics.horizontalAdvance(m_number);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignBottom, elided(m_shape, inner.width() - number - 6));
    painter.setPen(m_alarm ? QColor(214, 64, 32) : palette().color(QPalette::Text));
    painter.drawText(inner, Qt::AlignRight | Qt::AlignBottom, m_number);
}

void StageCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFrame(painter);
    paintText(painter);
    if (isCompact() || m_thumbnail.isNull()) return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(thumbnailRect(), m_thumbnail);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(palette().color(QPalette::Mid));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(thumbnailRect().adjusted(0, 0, -1, -1));
    if (m_litTo <= m_litFrom) return;
    // At least two pixels: of many rows one is thinner than a line.
    const QRectF all = thumbnailRect();
    const QRectF band(all.left(), all.top() + m_litFrom * all.height(), all.width() - 1,
                      std::max(2.0, (m_litTo - m_litFrom) * all.height()));
    QColor fill = palette().color(QPalette::Highlight);
    painter.setPen(fill);
    fill.setAlpha(110);
    painter.setBrush(fill);
    painter.drawRect(band);
}

} // namespace ffn::ui
