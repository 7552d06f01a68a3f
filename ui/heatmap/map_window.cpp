#include "ui/heatmap/map_window.h"

#include <algorithm>

namespace ffn::ui {

Stretch wholeStretch(qint64 cells) {
    return {-0.5, double(std::max<qint64>(cells, 1)) - 0.5};
}

Stretch bounded(Stretch stretch, qint64 cells) {
    const Stretch whole = wholeStretch(cells);
    const double size = std::clamp(stretch.size(), 1.0, whole.size());
    const double low = (stretch.low + stretch.high - size) / 2;
    const double at = std::clamp(low, whole.low, std::max(whole.low, whole.high - size));
    return {at, at + size};
}

Stretch zoomed(Stretch stretch, double factor, double anchor, qint64 cells) {
    const double size = std::clamp(stretch.size() * factor, 1.0, wholeStretch(cells).size());
    const double share = (anchor - stretch.low) / stretch.size();
    const double low = anchor - share * size;
    return bounded({low, low + size}, cells);
}

Stretch moved(Stretch stretch, double by, qint64 cells) {
    return bounded({stretch.low + by, stretch.high + by}, cells);
}

Stretch showing(Stretch stretch, qint64 cell, qint64 cells) {
    const double low = double(cell) - 0.5, high = double(cell) + 0.5;
    if (low < stretch.low) return moved(stretch, low - stretch.low, cells);
    if (high > stretch.high) return moved(stretch, high - stretch.high, cells);
    return stretch;
}

void ZoomHistory::leave(const MapWindow& window) {
    if (m_back.empty() || m_back.back() != window) m_back.push_back(window);
    if (m_back.size() > 200) m_back.erase(m_back.begin());
    m_ahead.clear();
}

MapWindow ZoomHistory::back(const MapWindow& present) {
    const MapWindow window = m_back.back();
    m_back.pop_back();
    m_ahead.push_back(present);
    return window;
}

MapWindow ZoomHistory::forward(const MapWindow& present) {
    const MapWindow window = m_ahead.back();
    m_ahead.pop_back();
    m_back.push_back(present);
    return window;
}

void ZoomHistory::clear() {
    m_back.clear();
    m_ahead.clear();
}

} // namespace ffn::ui
