#pragma once

#include <QtGlobal>

#include <vector>

namespace ffn::ui {

/// The visible stretch of one axis, in cells: cell i covers [i − 0.5, i + 0.5].
struct Stretch {
    double low = -0.5, high = 0.5;
    double size() const { return high - low; }
    bool operator==(const Stretch&) const = default;
};

Stretch wholeStretch(qint64 cells);
/// Moved and shrunk as little as needed to lie within the cells, at least one cell wide.
Stretch bounded(Stretch stretch, qint64 cells);
/// `factor` below 1 shows less; what is at `anchor` stays where it is, unless the edge of the data is in the
/// way.
Stretch zoomed(Stretch stretch, double factor, double anchor, qint64 cells);
Stretch moved(Stretch stretch, double by, qint64 cells);
/// Moved just so far that the cell is seen whole.
Stretch showing(Stretch stretch, qint64 cell, qint64 cells);

/// The visible part of a map.
struct MapWindow {
    Stretch rows, units;
    bool operator==(const MapWindow&) const = default;
};

/// Where one has been, to go back and forward.
class ZoomHistory {
  public:
    /// Notes where one was before a jump; forgets what was ahead.
    void leave(const MapWindow& window);
    bool canGoBack() const { return !m_back.empty(); }
    bool canGoForward() const { return !m_ahead.empty(); }
    /// The window to show; `present` is where a way back leads. Only when it can be gone.
    MapWindow back(const MapWindow& present);
    MapWindow forward(const MapWindow& present);
    void clear();

  private:
    std::vector<MapWindow> m_back, m_ahead;
};

} // namespace ffn::ui
