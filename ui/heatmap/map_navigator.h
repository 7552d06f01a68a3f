#pragma once

#include "ui/heatmap/map_window.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointF>

class QKeyEvent;
class QMouseEvent;
class QWheelEvent;

namespace ffn::ui {

class MapPlot;

/// Turns mouse, wheel and keys over a map into zooming, scrolling and pointing, and remembers the way.
///
/// Wheel: zoom at the cursor, over an axis only along it; with Shift scroll. Drag: pan; with Shift a
/// rectangle to zoom to, with Control one to mark. Double click, Home, 0: everything. + −: zoom. Page keys:
/// scroll, with Shift sideways. Alt+Left, Alt+Right: back and forward.
class MapNavigator : public QObject {
    Q_OBJECT
  public:
    explicit MapNavigator(MapPlot* plot);

    /// True when the key meant something here.
    bool handleKey(const QKeyEvent* event);
    void zoomBy(double factor);
    void goTo(const MapWindow& window);
    void goBack();
    void goForward();
    void showAll();
    void forgetWay() { m_history.clear(); }
    bool canGoBack() const { return m_history.canGoBack(); }
    bool canGoForward() const { return m_history.canGoForward(); }

  signals:
    void hovered(qint64 row, qint64 unit);
    void clicked(qint64 row, qint64 unit);
    /// A rectangle was marked, from one cell to another; a single click with Control marks nothing: both −1.
    void marked(QPoint fromRowUnit, QPoint toRowUnit);
    void doubleClicked();
    void windowChanged();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    enum class Drag { None, Pressed, Pan, Band, Mark };
    void press(const QMouseEvent* event);
    void move(const QMouseEvent* event);
    void release(const QMouseEvent* event);
    void wheel(const QWheelEvent* event);
    void pointAt(QPointF point, void (MapNavigator::*signal)(qint64, qint64));
    void pan(QPointF from, QPointF to);
    void zoomToBand(QPointF to);
    void markBand(QPointF to);
    void scroll(double share, bool sideways);
    void set(const MapWindow& window);
    QPointF anchor() const;

    MapPlot* m_plot;
    ZoomHistory m_history;
    Drag m_drag = Drag::None;
    bool m_afterDoubleClick = false;
    QPointF m_pressed;
    MapWindow m_windowAtPress;
    QElapsedTimer m_lastWheel;
};

} // namespace ffn::ui
