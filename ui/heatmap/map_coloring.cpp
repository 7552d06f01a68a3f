#include "ui/heatmap/map_coloring.h"

#include "engine/core/error.h"
#include "engine/core/thread_pool.h"
#include "ui/heatmap/row_labels.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ffn::ui {
namespace {

using Kind = ValueRange::Kind;
constexpr const char* kRight = "auto, symmetric, MIN:MAX (as -1:2.5) or percentiles pLOW:HIGH (as p1:99)";

[[noreturn]] void refuse(const QString& text, const char* why) {
    throw Error("range \"" + text.toStdString() + "\": " + why + "; give " + kRight);
}

double number(const QString& part, const QString& text) {
    bool ok = false;
    const double value = QLocale::c().toDouble(part.trimmed(), &ok);
    if (!ok || !std::isfinite(value)) refuse(text, "there is no number on one side of the colon");
    return value;
}

std::pair<float, float> percentiles(const ValueRange& range, const Snapshot& snapshot, Stage stage,
                                    const Progress& progress) {
    ThreadPool pool;
    const double percents[] = {range.low, range.high};
    const auto ends =
        exact_percentiles(snapshot.stage(stage), tokensOf(snapshot, stage), percents, &pool, progress);
    if (!std::isfinite(ends[0])) return {0.f, 1.f};
    return {float(ends[0]), float(ends[1])};
}

std::pair<float, float> visibleEnds(const Snapshot& snapshot, Stage stage, const CellRect& part,
                                    const CellOrder& order, const Progress& progress) {
    const Tensor& values = snapshot.stage(stage);
    const RowLabels rows(snapshot.tokens, values.shape().batch, values.shape().len);
    float low = std::numeric_limits<float>::infinity(), high = -low;
    for (std::int64_t row = part.row; row < part.row + part.rows; ++row) {
        progress.check();
        if (rows.isPadding(order.row(row))) continue;
        for (std::int64_t unit = part.unit; unit < part.unit + part.units; ++unit) {
            const float v = values.at(order.row(row), order.unit(unit));
            if (!std::isfinite(v)) continue;
            low = std::min(low, v);
            high = std::max(high, v);
        }
    }
    return low <= high ? automatic_range(low, high) : std::pair{0.f, 1.f};
}

} // namespace

ValueRange parseValueRange(const QString& text) {
    const QString trimmed = text.trimmed();
    if (trimmed == "auto") return {};
    if (trimmed == "symmetric") return {Kind::Symmetric, 0, 0};
    const bool percent = trimmed.startsWith('p');
    const QStringList ends = trimmed.mid(percent ? 1 : 0).split(':');
    if (ends.size() != 2) refuse(text, "it is not a range");
    const double low = number(ends[0], text), high = number(ends[1], text);
    if (!(low < high)) refuse(text, "the lower end is not below the upper one");
    if (percent && (low < 0 || high > 100)) refuse(text, "percentiles lie between 0 and 100");
    if (std::max(std::abs(low), std::abs(high)) > double(std::numeric_limits<float>::max()))
        refuse(text, "an end is beyond what a float32 holds");
    return {percent ? Kind::Percentiles : Kind::Typed, low, high};
}

QString valueRangeText(const ValueRange& range) {
    const QString ends = QString::number(range.low, 'g', 9) + ':' + QString::number(range.high, 'g', 9);
    switch (range.kind) {
    case Kind::Automatic:
        return "auto";
    case Kind::Symmetric:
        return "symmetric";
    case Kind::Percentiles:
        return 'p' + ends;
    case Kind::Visible:
        return "visible";
    case Kind::Typed:
        return ends;
    }
    return {};
}

bool readsValues(const ValueRange& range, Reduction reduction) {
    if (reduction == Reduction::FractionNonZero) return false;
    return range.kind == Kind::Percentiles || range.kind == Kind::Visible;
}

std::pair<float, float> rangeEnds(const ValueRange& range, const Snapshot& snapshot, Stage stage,
                                  Reduction reduction, const CellRect& part, const Progress& progress,
                                  const CellOrder& order) {
    if (range.kind == Kind::Typed) return {float(range.low), float(range.high)};
    if (reduction == Reduction::FractionNonZero) return {0, 1};
    const StageSummary& summary = snapshot.summary(stage);
    const bool none = summary.finite == 0;
    const float low = none ? 0 : summary.min, high = none ? 1 : summary.max;
    switch (range.kind) {
    case Kind::Symmetric: {
        const float most = std::max(std::abs(low), std::abs(high));
        return most > 0 ? std::pair{-most, most} : std::pair{-1.f, 1.f};
    }
    case Kind::Percentiles:
        return percentiles(range, snapshot, stage, progress);
    case Kind::Visible:
        return visibleEnds(snapshot, stage, part, order, progress);
    default:
        return automatic_range(low, high);
    }
}

std::pair<float, float> sharedEnds(const ValueRange& range, const Snapshot& snapshot, Reduction reduction,
                                   const Progress& progress) {
    const ValueRange each = range.kind == Kind::Visible ? ValueRange{} : range;
    std::pair<float, float> all{std::numeric_limits<float>::infinity(),
                                -std::numeric_limits<float>::infinity()};
    for (const StageInfo& s : stages()) {
        if (s.width == StageWidth::One || !snapshot.has(s.stage)) continue;
        const auto [low, high] = rangeEnds(each, snapshot, s.stage, reduction, {}, progress);
        all = {std::min(all.first, low), std::max(all.second, high)};
    }
    return all.first < all.second ? all : std::pair{0.f, 1.f};
}

TokenBatch tokensOf(const Snapshot& snapshot, Stage stage) {
    const Shape shape = snapshot.shape(stage);
    if (snapshot.tokens && snapshot.tokens->batch() == shape.batch && snapshot.tokens->len() == shape.len)
        return *snapshot.tokens;
    return {std::vector(std::size_t(shape.batch), std::vector<Token>(std::size_t(shape.len)))};
}

const ColorMap* automaticMap(const Snapshot& snapshot, Stage stage, Reduction reduction, bool dark) {
    const StageSummary& summary = snapshot.summary(stage);
    const bool isSigned = reduction != Reduction::FractionNonZero && summary.finite > 0 && summary.min < 0;
    return color_map_from_name(!isSigned ? "viridis" : dark ? "blue_red_dark" : "blue_red");
}

const ColorMap* mapFromName(const QString& name, const Snapshot& snapshot, Stage stage, Reduction reduction,
                            bool dark) {
    const ColorMap* map = nullptr;
    if (dark) map = color_map_from_name((name + "_dark").toStdString());
    if (!map) map = color_map_from_name(name.toStdString());
    return map ? map : automaticMap(snapshot, stage, reduction, dark);
}

Rgb paddingColor(bool dark) {
    return dark ? Rgb{62, 62, 66} : Rgb{200, 200, 204};
}

} // namespace ffn::ui
