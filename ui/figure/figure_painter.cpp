#include "ui/figure/figure_painter.h"

#include "engine/core/error.h"
#include "ui/heatmap/heat_map_plottable.h"
#include "ui/heatmap/map_image.h"
#include "ui/heatmap/map_tickers.h"
#include "ui/heatmap/number_label.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace ffn::ui {
namespace {

constexpr double kWidestToken = 130;
constexpr int kBins = 96;
constexpr double kVectorPixels = 8e6; // of the map's picture in SVG and PDF

struct FigureText {
    Q_DECLARE_TR_FUNCTIONS(FigureText)
};

PlotColors figureColors(bool dark) {
    PlotColors c;
    c.dark = dark;
    c.background = dark ? QColor(30, 30, 33) : QColor(Qt::white);
    c.text = dark ? QColor(235, 235, 238) : QColor(20, 20, 22);
    c.faint = dark ? QColor(150, 150, 156) : QColor(110, 110, 116);
    c.soft = dark ? QColor(110, 110, 116) : QColor(160, 160, 166);
    c.grid = dark ? QColor(70, 70, 74) : QColor(222, 222, 226);
    c.accent = dark ? QColor(110, 165, 240) : QColor(45, 100, 180);
    c.accentText = c.background;
    return c;
}

QString utf8(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString shapeText(const Shape& shape, bool statistic) {
    QString text = QString("[%1, %2").arg(shape.batch).arg(shape.len);
    return text + (statistic ? QString("]") : QString(", %1]").arg(shape.dim));
}

const ColorMap* chosenMap(const Snapshot& snapshot, Stage stage, const FigureOptions& options) {
    const bool automatic = options.map.isEmpty() || options.map == "auto";
    if (!automatic && !color_map_from_name(options.map.toStdString())) {
        std::string names;
        for (const ColorMap& map : color_maps())
            names += (names.empty() ? "" : ", ") + std::string(map.name);
        throw Error("there is no colour map \"" + options.map.toStdString() + "\"; there are: auto, " +
                    names);
    }
    return mapFromName(automatic ? QString() : options.map, snapshot, stage, options.reduction, options.dark);
}

ScaleLegend makeLegend(const Snapshot& snapshot, Stage stage, const FigureOptions& options) {
    const StageSummary& summary = snapshot.summary(stage);
    const Tensor& values = snapshot.stage(stage);
    ScaleLegend legend;
    legend.scale.map = chosenMap(snapshot, stage, options);
    std::tie(legend.scale.low, legend.scale.high) =
        rangeEnds(options.range, snapshot, stage, options.reduction, {0, 0, values.rows(), values.dim()});
    legend.scale.transfer = options.transfer;
    legend.scale.padding = paddingColor(options.dark);
    legend.dataLow = legend.scale.low;
    legend.dataHigh = legend.scale.high;
    legend.nan = summary.nan;
    legend.posInf = summary.pos_inf;
    legend.negInf = summary.neg_inf;
    if (options.reduction == Reduction::FractionNonZero || summary.finite == 0) return legend;
    legend.dataLow = summary.min;
    legend.dataHigh = summary.max;
    if (legend.scale.low < legend.scale.high)
        legend.histogram = value_histogram(values, tokensOf(snapshot, stage), double(legend.scale.low),
                                           double(legend.scale.high), kBins);
    return legend;
}

Stage drawable(const Snapshot& snapshot, Stage stage) {
    if (snapshot.has(stage) && snapshot.stage(stage).size() > 0) return stage;
    throw Error("there is nothing to draw of stage " + std::string(name(stage)) +
                ": it was not kept, or this block has none, or there are no tokens");
}

} // namespace

FigurePainter::FigurePainter(const Snapshot& snapshot, Stage stage, const FigureOptions& options, bool vector)
    : m_snapshot(snapshot), m_stage(drawable(snapshot, stage)), m_vector(vector),
      m_pyramid(snapshot.kept[std::size_t(stage)],
                std::make_shared<const TokenBatch>(tokensOf(snapshot, stage)), options.reduction),
      m_labels(snapshot.tokens, snapshot.shape(stage).batch, snapshot.shape(stage).len),
      m_legend(makeLegend(snapshot, stage, options)), m_colors(figureColors(options.dark)) {
    m_scale = options.scale;
    m_legend.padding = m_labels.hasPadding();
    measure(options);
}

void FigurePainter::measure(const FigureOptions& options) {
    const QFontMetricsF metrics(figureFont());
    m_content.rows = m_pyramid.rows();
    m_content.units = m_pyramid.units();
    m_content.title = options.title;
    const StageInfo& stage = info(m_stage);
    if (options.title.isEmpty())
        m_content.title = {utf8(stage.name),
                           utf8(stage.formula) + "   " +
                               shapeText(m_snapshot.shape(m_stage), stage.width == StageWidth::One)};
    m_content.footer = footer(options);
    m_layout.map = QRectF({}, mapSize(m_content.rows, m_content.units));
    for (const qint64 row : labelledRows(m_labels, rowStep(), 0, m_content.rows - 1))
        m_content.widestToken =
            std::max(m_content.widestToken, metrics.horizontalAdvance(m_labels.axisLabel(row)));
    m_content.widestToken = std::min(m_content.widestToken, kWidestToken);
    m_content.scaleWidth = scaleWidth(m_legend, figureFont());
    m_content.swatchesHeight = swatchesHeight(m_legend, figureFont());
    m_layout = layOutFigure(m_content);
}

QString FigurePainter::footer(const FigureOptions& options) const {
    QStringList parts{("ffnscope " + QCoreApplication::applicationVersion()).trimmed()};
    if (!m_snapshot.source.empty()) parts += QString::fromStdString(m_snapshot.source);
    if (!m_snapshot.block.empty())
        parts += FigureText::tr("block %1").arg(QString::fromStdString(m_snapshot.block));
    parts += FigureText::tr("stage %1").arg(utf8(name(m_stage)));
    const QSize map = mapSize(m_pyramid.rows(), m_pyramid.units()) * pixelRatio();
    const bool exact = map.width() >= m_pyramid.units() && map.height() >= m_pyramid.rows();
    parts += exact ? FigureText::tr("every cell drawn")
                   : FigureText::tr("%1 × %2 cells in %3 × %4 px, %5")
                         .arg(m_pyramid.units())
                         .arg(m_pyramid.rows())
                         .arg(map.width())
                         .arg(map.height())
                         .arg(reductionText(options.reduction));
    const ColorScale& s = m_legend.scale;
    parts += FigureText::tr("range %1 … %2 (%3)")
                 .arg(shortNumber(double(s.low)), shortNumber(double(s.high)), valueRangeText(options.range));
    return parts.join(QStringView(u" · "));
}

int FigurePainter::pixelRatio() const {
    if (!m_vector) return m_scale;
    const QSizeF map = mapSize(m_pyramid.rows(), m_pyramid.units());
    return int(std::clamp(std::floor(std::sqrt(kVectorPixels / (map.width() * map.height()))), 1.0, 4.0));
}

void FigurePainter::paint(QPainter& painter) const {
    painter.fillRect(QRect(QPoint(), size()), m_colors.background);
    painter.setPen(m_colors.text);
    double y = m_layout.title.top();
    for (int i = 0; i < m_content.title.size(); ++i) {
        painter.setFont(i == 0 ? figureFont(15, true) : figureFont());
        const double high = QFontMetricsF(painter.font()).height();
        painter.drawText(QRectF(m_layout.title.left(), y, m_layout.title.width(), high),
                         Qt::AlignLeft | Qt::TextSingleLine, m_content.title[i]);
        y += high;
    }
    painter.setFont(figureFont(10));
    painter.setPen(m_colors.faint);
    painter.drawText(m_layout.footer, Qt::AlignLeft | Qt::TextWordWrap, m_content.footer);
    painter.setFont(figureFont());
    paintMap(painter);
    paintNumbers(painter);
    paintEdges(painter);
    paintRowAxis(painter);
    paintUnitAxis(painter);
    paintBars(painter);
    paintScale(painter, m_layout.scale, m_legend, m_colors);
    paintSwatches(painter, m_layout.swatches, m_legend, m_colors);
}

void FigurePainter::paintMap(QPainter& painter) const {
    const int ratio = pixelRatio();
    const QRectF map = m_layout.map;
    const int wide = int(map.width()) * ratio, high = int(map.height()) * ratio;
    const auto sampled = [](std::int64_t cells, int pixels) {
        return sampleAxis(0, double(pixels) / double(cells), cells, 0, pixels);
    };
    const QImage image = mapImage(
        m_pyramid, {sampled(m_pyramid.units(), wide), sampled(m_pyramid.rows(), high)}, m_legend.scale);
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.setRenderHint(QPainter::LosslessImageRendering, true);
    painter.drawImage(map, image);
    painter.restore();
}

QRectF FigurePainter::rowRect(qint64 row) const {
    const QRectF& map = m_layout.map;
    const double high = map.height() / double(m_content.rows);
    return {map.left(), map.top() + high * double(row), map.width(), high};
}

qint64 FigurePainter::rowStep() const {
    const double label = QFontMetricsF(figureFont()).height() * 1.02;
    return roundStep(label * double(m_content.rows) / m_layout.map.height());
}

void FigurePainter::paintNumbers(QPainter& painter) const {
    const QFontMetricsF metrics(figureFont());
    const double wide = m_layout.map.width() / double(m_content.units);
    if (wide < metrics.horizontalAdvance("−0.00") + 4 || rowRect(0).height() < metrics.height()) return;
    for (qint64 row = 0; row < m_content.rows; ++row) {
        if (m_labels.isPadding(row)) continue;
        for (qint64 unit = 0; unit < m_content.units; ++unit) {
            const float value = m_pyramid.tensor().at(row, unit);
            QRectF cell = rowRect(row);
            cell = {cell.left() + wide * double(unit), cell.top(), wide, cell.height()};
            painter.setPen(readableOn(m_legend.scale.color(value)));
            painter.drawText(cell, Qt::AlignCenter | Qt::TextDontClip,
                             fittingNumber(double(value), metrics, wide - 4));
        }
    }
}

void FigurePainter::paintEdges(QPainter& painter) const {
    const QRectF& map = m_layout.map;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_colors.faint, 1));
    painter.drawRect(map.adjusted(-0.5, -0.5, 0.5, 0.5));
    const qint64 len = m_labels.len();
    if (m_labels.batch() < 2 || rowRect(0).height() * double(len) < 6) return;
    for (qint64 row = len; row < m_content.rows; row += len) {
        const QPointF from = rowRect(row).topLeft();
        painter.setPen(QPen(Qt::white, 3));
        painter.drawLine(from, {map.right(), from.y()});
        painter.setPen(QPen(QColor(40, 40, 40), 1));
        painter.drawLine(from, {map.right(), from.y()});
    }
}

void FigurePainter::paintRowAxis(QPainter& painter) const {
    const QFontMetricsF metrics(figureFont());
    for (const qint64 row : labelledRows(m_labels, rowStep(), 0, m_content.rows - 1)) {
        const QString label = m_labels.axisLabel(row);
        const double y = rowRect(row).center().y(), right = m_layout.map.left() - 7;
        if (label.isEmpty()) continue;
        painter.setPen(QPen(m_colors.faint, 1));
        painter.drawLine(QPointF(right + 2, y), QPointF(right + 6, y));
        painter.setPen(m_colors.text);
        painter.drawText(
            QRectF(right - kWidestToken - 20, y - metrics.height() / 2, kWidestToken + 20, metrics.height()),
            Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
            metrics.elidedText(label, Qt::ElideRight, kWidestToken + 1));
    }
}

void FigurePainter::paintUnitAxis(QPainter& painter) const {
    if (m_content.units == 1) return;
    const QFontMetricsF metrics(figureFont());
    const QRectF& map = m_layout.map;
    const double wide = map.width() / double(m_content.units);
    const double room = metrics.horizontalAdvance(QString::number(m_content.units)) * 2.2;
    const qint64 step = roundStep(room / wide);
    for (qint64 unit = 0; unit < m_content.units; unit += step) {
        const double x = map.left() + wide * (double(unit) + 0.5);
        painter.setPen(QPen(m_colors.faint, 1));
        painter.drawLine(QPointF(x, map.bottom() + 1), QPointF(x, map.bottom() + 5));
        painter.setPen(m_colors.text);
        painter.drawText(QRectF(x - 100, map.bottom() + 6, 200, metrics.height()),
                         Qt::AlignHCenter | Qt::TextSingleLine, QString::number(unit));
    }
    painter.drawText(
        QRectF(map.center().x() - 200, map.bottom() + 7 + metrics.height(), 400, metrics.height()),
        Qt::AlignHCenter | Qt::TextSingleLine, FigureText::tr("unit"));
}

void FigurePainter::paintBars(QPainter& painter) const {
    const QRectF& area = m_layout.bars;
    const StageSummary& summary = m_snapshot.summary(m_stage);
    if (area.isEmpty() || summary.finite == 0) return;
    const QFontMetricsF metrics(figureFont());
    const double low = std::min(0.0, double(summary.min)), high = std::max(0.0, double(summary.max));
    const double perValue = high > low ? area.width() / (high - low) : 0;
    const auto x = [&](double value) { return area.left() + (value - low) * perValue; };
    for (const double tick : {low, 0.0, high}) {
        painter.setPen(QPen(tick == 0 ? m_colors.faint : m_colors.grid, 1));
        painter.drawLine(QPointF(x(tick), area.top()), QPointF(x(tick), area.bottom() + 4));
        painter.setPen(m_colors.text);
        painter.drawText(QRectF(x(tick) - 60, area.bottom() + 6, 120, metrics.height()),
                         Qt::AlignHCenter | Qt::TextSingleLine, shortNumber(tick));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_colors.accent);
    for (qint64 row = 0; row < m_content.rows; ++row) {
        const float value = m_pyramid.tensor().at(row, 0);
        if (!std::isfinite(value) || m_labels.isPadding(row)) continue;
        const QRectF bar(QPointF(x(0), rowRect(row).top()), QPointF(x(double(value)), rowRect(row).bottom()));
        const double gap = bar.height() >= 6 ? 1.5 : 0;
        painter.drawRect(bar.normalized().adjusted(0, gap, 0, -gap));
    }
}

} // namespace ffn::ui
