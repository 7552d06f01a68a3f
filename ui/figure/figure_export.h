#pragma once

#include "engine/forward/snapshot.h"
#include "ui/heatmap/map_settings.h"

#include <QByteArray>
#include <QStringList>

#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

namespace ffn::ui {

enum class FigureFormat { Png, Svg, Pdf };
/// "png", "svg", "pdf".
std::optional<FigureFormat> figureFormatFromName(std::string_view name);

struct FigureOptions {
    QString map; ///< a colour map's name; empty or "auto": chosen by the values' signs
    ValueRange range;
    Transfer transfer = Transfer::Linear;
    Reduction reduction = Reduction::SignedMaxAbs;
    int scale = 1; ///< 1 … 8 pixels of a PNG for each 1/96 inch
    bool dark = false;
    std::optional<CellRect> part; ///< in places of the order; none: all
    CellOrder order;
    bool transposed = false;                     ///< tokens run to the right
    std::optional<std::pair<float, float>> ends; ///< of the colours, where they are known already
    QStringList title; ///< the first line larger; empty: the stage's name, formula and shape
};

/// As the heat map is set, the order of cells excepted.
FigureOptions figureOptions(const MapSettings& settings);

/// A whole figure of one stage: title, map with tokens and units, colour scale, and a line that says program,
/// model, block, stage, reduction and range. In SVG and PDF the text is text and the map is lossless.
///
/// Needs a QGuiApplication, whose platform may be offscreen. Throws Error for a stage that was not kept, a
/// colour map that does not exist or a scale outside 1 … 8.
QByteArray renderFigure(const Snapshot& snapshot, Stage stage, const FigureOptions& options,
                        FigureFormat format);

/// Likewise to a file, which is written whole or not at all. Throws Error naming it.
void saveFigure(const Snapshot& snapshot, Stage stage, const FigureOptions& options,
                const std::filesystem::path& path, FigureFormat format);

} // namespace ffn::ui
