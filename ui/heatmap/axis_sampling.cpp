#include "ui/heatmap/axis_sampling.h"

#include <algorithm>
#include <cmath>

namespace ffn::ui {
namespace {

void samplePixelCentres(AxisSampling& axis, double origin, double pixelsPerCell, int begin, int end) {
    for (int pixel = begin; pixel < end; ++pixel) {
        const auto cell = std::int64_t(std::floor((pixel + 0.5 - origin) / pixelsPerCell));
        if (cell < axis.firstCell || cell >= axis.firstCell + axis.cells) continue;
        if (axis.sample.empty()) axis.firstPixel = pixel;
        axis.sample.push_back(int(cell - axis.firstCell));
    }
}

void sampleWholePixels(AxisSampling& axis, double origin, double pixelsPerCell, int begin, int end) {
    const double one = origin + pixelsPerCell * double(axis.firstCell);
    const double other = origin + pixelsPerCell * double(axis.firstCell + axis.cells);
    int low = int(std::lround(std::min(one, other)));
    const int high = std::max(int(std::lround(std::max(one, other))), low + 1);
    axis.samples = high - low;
    low = std::min(low, end - 1);
    axis.firstPixel = std::max(low, begin);
    for (int pixel = axis.firstPixel; pixel < std::min(low + axis.samples, end); ++pixel)
        axis.sample.push_back(pixelsPerCell > 0 ? pixel - low : axis.samples - 1 - (pixel - low));
}

} // namespace

AxisSampling sampleAxis(double origin, double pixelsPerCell, std::int64_t cells, int begin, int end) {
    AxisSampling axis;
    axis.pixelsPerCell = std::abs(pixelsPerCell);
    axis.origin = origin;
    axis.step = pixelsPerCell;
    if (cells <= 0 || end <= begin || !(axis.pixelsPerCell > 0)) return axis;
    const double a = (begin - origin) / pixelsPerCell, b = (end - origin) / pixelsPerCell;
    const double low = std::clamp(std::min(a, b), 0.0, double(cells));
    const double high = std::clamp(std::max(a, b), 0.0, double(cells));
    if (high <= low) return axis;
    axis.firstCell = std::int64_t(std::floor(low));
    axis.cells = std::min(std::int64_t(std::ceil(high)), cells) - axis.firstCell;
    axis.exact = axis.pixelsPerCell >= 1;
    axis.samples = int(axis.cells);
    if (axis.exact)
        samplePixelCentres(axis, origin, pixelsPerCell, begin, end);
    else
        sampleWholePixels(axis, origin, pixelsPerCell, begin, end);
    return axis;
}

} // namespace ffn::ui
