#include "ui/figure/figure_painter.h"

#include "engine/analysis/stage_formula.h"
#include "engine/core/error.h"
#include "ui/heatmap/heat_map_plottable.h"
#include "ui/heatmap/map_image.h"
#include "ui/heatmap/map_tickers.h"
#include "ui/heatmap/short_number.h"

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
    const CellRect part = options.part.value_or(CellRect{0, 0, values.rows(), values.dim()});
    std::tie(legend.scale.low, legend.scale.high) =
        options.ends ? *options.ends
                     : rangeEnds(options.range, snapshot, stage, options.reduction, part, {}, options.order);
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
                std::make_shared<const TokenBatch>(tokensOf(snapshot, stage)), options.reduction,
                options.order),
      m_labels(RowLabels(snapshot.tokens, snapshot.shape(stage).batch, snapshot.shape(stage).len)
                   .shownIn(options.order)),
      m_legend(makeLegend(snapshot, stage, options)), m_colors(figureColors(options.dark)),
      m_part(options.part.value_or(CellRect{0, 0, m_pyramid.rows(), m_pyramid.units()})) {
    m_scale = options.scale;
    m_legend.padding = m_labels.hasPadding();
    m_content.statistic = m_pyramid.units() == 1;
    m_transposed = options.transposed && !m_content.statistic;
    measure(options);
}

void FigurePainter::measure(const FigureOptions& options) {
    const QFontMetricsF metrics(figureFont());
    m_content.across = m_transposed ? m_part.rows : m_part.units;
    m_content.down = m_transposed ? m_part.units : m_part.rows;
    m_content.title = options.title;
    const StageInfo& stage = info(m_stage);
    if (options.title.isEmpty())
        m_content.title = {utf8(stage.name),
                           QString::fromStdString(stage_formula(m_snapshot, m_stage)) + "   " +
                               shapeText(m_snapshot.shape(m_stage), stage.width == StageWidth::One)};
    m_content.footer = footer(options);
    m_layout.map = QRectF({}, mapSize(m_content.across, m_content.down));
    m_left = m_transposed ? unitLabels(true) : tokenLabels(true);
    m_bottom = m_transposed ? tokenLabels(false) : unitLabels(false);
    const auto widest = [&](const std::vector<Label>& labels) {
        double wide = 0;
        for (const Label& label : labels)
            wide = std::max(wide, metrics.horizontalAdvance(label.text));
        return std::min(wide, kWidestToken);
    };
    m_content.widestLeft = widest(m_left);
    m_content.bottomHeight = m_transposed ? widest(m_bottom) + 4 : metrics.height();
    m_content.scaleWidth = scaleWidth(m_legend, figureFont());
    m_content.swatchesHeight = swatchesHeight(m_legend, figureFont());
    m_layout = layOutFigure(m_content);
}

double FigurePainter::labelRoom(bool down) const {
    const double cells = double(down ? m_content.down : m_content.across);
    return cells / (down ? m_layout.map.height() : m_layout.map.width());
}

std::vector<FigurePainter::Label> FigurePainter::tokenLabels(bool down) const {
    const qint64 step = roundStep(QFontMetricsF(figureFont()).height() * 1.02 * labelRoom(down));
    std::vector<Label> labels;
    for (const qint64 row : labelledRows(m_labels, step, m_part.row, m_part.row + m_part.rows - 1))
        labels.push_back({row - m_part.row, m_labels.axisLabel(row)});
    return labels;
}

std::vector<FigurePainter::Label> FigurePainter::unitLabels(bool down) const {
    if (m_content.statistic) return {};
    const QFontMetricsF metrics(figureFont());
    const double room =
        down ? metrics.height() * 2 : metrics.horizontalAdvance(QString::number(m_pyramid.units())) * 2.2;
    const qint64 step = roundStep(room * labelRoom(down));
    std::vector<Label> labels;
    for (qint64 unit = (m_part.unit + step - 1) / step * step; unit < m_part.unit + m_part.units;
         unit += step)
        labels.push_back({unit - m_part.unit, QString::number(m_pyramid.order().unit(unit))});
    return labels;
}

QString FigurePainter::footer(const FigureOptions& options) const {
    QStringList parts{("ffnscope " + QCoreApplication::applicationVersion()).trimmed()};
    if (!m_snapshot.source.empty()) parts += QString::fromStdString(m_snapshot.source);
    if (!m_snapshot.block.empty())
        parts += FigureText::tr("block %1").arg(QString::fromStdString(m_snapshot.block));
    parts += FigureText::tr("stage %1").arg(utf8(name(m_stage)));
    const QSize map = mapSize(m_content.across, m_content.down) * pixelRatio();
    const bool exact = map.width() >= m_content.across && map.height() >= m_content.down;
    parts += exact ? FigureText::tr("every cell drawn")
                   : FigureText::tr("%1 × %2 cells in %3 × %4 px, %5")
                         .arg(m_content.across)
                         .arg(m_content.down)
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
    const QSizeF map = mapSize(m_content.across, m_content.down);
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
    paintPadding(painter);
    paintNumbers(painter);
    paintEdges(painter);
    paintLeft(painter);
    paintBottom(painter);
    paintAxisName(painter);
    paintBars(painter);
    paintScale(painter, m_layout.scale, m_legend, m_colors);
    paintSwatches(painter, m_layout.swatches, m_legend, m_colors);
}

void FigurePainter::paintMap(QPainter& painter) const {
    const int ratio = pixelRatio();
    const QRectF map = m_layout.map;
    const int wide = int(map.width()) * ratio, high = int(map.height()) * ratio;
    // The window's pixels, on an axis of all cells that begins where the part does.
    const auto sampled = [](std::int64_t first, std::int64_t count, std::int64_t cells, int pixels) {
        const double perCell = double(pixels) / double(count);
        return sampleAxis(-perCell * double(first), perCell, cells, 0, pixels);
    };
    const auto units = sampled(m_part.unit, m_part.units, m_pyramid.units(), m_transposed ? high : wide);
    const auto rows = sampled(m_part.row, m_part.rows, m_pyramid.rows(), m_transposed ? wide : high);
    const QImage image = mapImage(m_pyramid, {units, rows, m_transposed}, m_legend.scale);
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.setRenderHint(QPainter::LosslessImageRendering, true);
    painter.drawImage(map, image);
    painter.restore();
}

QRectF FigurePainter::cellRect(const CellRect& cells) const {
    const QRectF& map = m_layout.map;
    const double x = double(m_transposed ? cells.row - m_part.row : cells.unit - m_part.unit);
    const double y = double(m_transposed ? cells.unit - m_part.unit : cells.row - m_part.row);
    const double across = double(m_transposed ? cells.rows : cells.units),
                 down = double(m_transposed ? cells.units : cells.rows);
    const double wide = map.width() / double(m_content.across), high = map.height() / double(m_content.down);
    return {map.left() + wide * x, map.top() + high * y, wide * across, high * down};
}

void FigurePainter::paintNumbers(QPainter& painter) const {
    const QFontMetricsF metrics(figureFont());
    const QSizeF one = cellRect({m_part.row, m_part.unit, 1, 1}).size();
    if (one.width() < metrics.horizontalAdvance("−0.00") + 4 || one.height() < metrics.height()) return;
    for (qint64 row = m_part.row; row < m_part.row + m_part.rows; ++row) {
        if (m_labels.isPadding(row)) continue;
        for (qint64 unit = m_part.unit; unit < m_part.unit + m_part.units; ++unit) {
            const float value = m_pyramid.at(row, unit);
            painter.setPen(readableOn(m_legend.scale.color(value)));
            painter.drawText(cellRect({row, unit, 1, 1}), Qt::AlignCenter | Qt::TextDontClip,
                             fittingNumber(double(value), metrics, one.width() - 4));
        }
    }
}

// Hatched, as on the screen: padding is no value.
void FigurePainter::paintPadding(QPainter& painter) const {
    if (!m_labels.hasPadding()) return;
    const Rgb c = m_legend.scale.padding;
    painter.setPen(QPen(QColor(c.r, c.g, c.b).lighter(m_colors.dark ? 150 : 112), 1));
    const qint64 end = m_part.row + m_part.rows;
    for (qint64 row = m_part.row; row < end; ++row) {
        if (!m_labels.isPadding(row)) continue;
        const qint64 first = row;
        while (row + 1 < end && m_labels.isPadding(row + 1))
            ++row;
        const QRectF area = cellRect({first, m_part.unit, row + 1 - first, m_part.units});
        painter.save();
        painter.setClipRect(area);
        for (double x = area.left() - area.height(); x < area.right(); x += 7)
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()));
        painter.restore();
    }
}

void FigurePainter::paintEdges(QPainter& painter) const {
    const QRectF& map = m_layout.map;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_colors.faint, 1));
    painter.drawRect(map.adjusted(-0.5, -0.5, 0.5, 0.5));
    const qint64 len = m_labels.len();
    if (m_labels.batch() < 2 || m_labels.isReordered() || double(len) < 6 * labelRoom(!m_transposed)) return;
    for (qint64 row = len; row < m_part.row + m_part.rows; row += len) {
        if (row <= m_part.row) continue;
        const QRectF after = cellRect({row, m_part.unit, 1, m_part.units});
        const QLineF edge(after.topLeft(), m_transposed ? after.bottomLeft() : after.topRight());
        painter.setPen(QPen(Qt::white, 3));
        painter.drawLine(edge);
        painter.setPen(QPen(QColor(40, 40, 40), 1));
        painter.drawLine(edge);
    }
}

void FigurePainter::paintLeft(QPainter& painter) const {
    const QFontMetricsF metrics(figureFont());
    const double high = m_layout.map.height() / double(m_content.down);
    for (const Label& label : m_left) {
        const double y = m_layout.map.top() + high * (double(label.cell) + 0.5),
                     right = m_layout.map.left() - 7;
        if (label.text.isEmpty()) continue;
        painter.setPen(QPen(m_colors.faint, 1));
        painter.drawLine(QPointF(right + 2, y), QPointF(right + 6, y));
        painter.setPen(m_colors.text);
        painter.drawText(
            QRectF(right - kWidestToken - 20, y - metrics.height() / 2, kWidestToken + 20, metrics.height()),
            Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
            metrics.elidedText(label.text, Qt::ElideRight, kWidestToken + 1));
    }
}

void FigurePainter::paintBottom(QPainter& painter) const {
    const QFontMetricsF metrics(figureFont());
    const QRectF& map = m_layout.map;
    const double wide = map.width() / double(m_content.across);
    for (const Label& label : m_bottom) {
        const double x = map.left() + wide * (double(label.cell) + 0.5);
        if (label.text.isEmpty()) continue;
        painter.setPen(QPen(m_colors.faint, 1));
        painter.drawLine(QPointF(x, map.bottom() + 1), QPointF(x, map.bottom() + 5));
        painter.setPen(m_colors.text);
        painter.save();
        painter.translate(x, map.bottom() + 6);
        if (m_transposed) painter.rotate(90);
        // Words hang down from the map, numbers stand below it.
        const QRectF box = m_transposed
                               ? QRectF(0, -metrics.height() / 2, kWidestToken + 20, metrics.height())
                               : QRectF(-100, 0, 200, metrics.height());
        painter.drawText(
            box, (m_transposed ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignHCenter) | Qt::TextSingleLine,
            metrics.elidedText(label.text, Qt::ElideRight, kWidestToken + 1));
        painter.restore();
    }
}

void FigurePainter::paintAxisName(QPainter& painter) const {
    if (m_content.statistic) return;
    const QFontMetricsF metrics(figureFont());
    const QRectF& map = m_layout.map;
    painter.setPen(m_colors.text);
    const QString name = FigureText::tr("unit");
    if (m_transposed)
        painter.drawText(QRectF(map.left() - kWidestToken - 7, map.top() - metrics.height() - 1, kWidestToken,
                                metrics.height()),
                         Qt::AlignRight | Qt::TextSingleLine, name);
    else
        painter.drawText(
            QRectF(map.center().x() - 200, map.bottom() + 7 + metrics.height(), 400, metrics.height()),
            Qt::AlignHCenter | Qt::TextSingleLine, name);
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
    for (qint64 row = m_part.row; row < m_part.row + m_part.rows; ++row) {
        const float value = m_pyramid.at(row, 0);
        if (!std::isfinite(value) || m_labels.isPadding(row)) continue;
        const QRectF cell = cellRect({row, 0, 1, 1});
        const QRectF bar(QPointF(x(0), cell.top()), QPointF(x(double(value)), cell.bottom()));
        const double gap = bar.height() >= 6 ? 1.5 : 0;
        painter.drawRect(bar.normalized().adjusted(0, gap, 0, -gap));
    }
}

} // namespace ffn::ui
