#include "ui/heatmap/map_navigator.h"

#include "ui/heatmap/map_plot.h"

#include <QApplication>
#include <QKeyEvent>

#include <cmath>

namespace ffn::ui {
namespace {

constexpr double kZoomStep = 0.8;   // of what is seen, for one notch of the wheel
constexpr qint64 kOneGesture = 500; // wheel notches closer than these milliseconds are one step of the way

} // namespace

MapNavigator::MapNavigator(MapPlot* plot) : QObject(plot), m_plot(plot) {
    plot->installEventFilter(this);
}

bool MapNavigator::eventFilter(QObject*, QEvent* event) {
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        press(static_cast<QMouseEvent*>(event));
        return false;
    case QEvent::MouseMove:
        move(static_cast<QMouseEvent*>(event));
        return false;
    case QEvent::MouseButtonRelease:
        release(static_cast<QMouseEvent*>(event));
        return false;
    case QEvent::MouseButtonDblClick:
        m_afterDoubleClick = true;
        showAll();
        emit doubleClicked();
        return false;
    case QEvent::Wheel:
        wheel(static_cast<QWheelEvent*>(event));
        event->accept();
        return true;
    default:
        return false;
    }
}

void MapNavigator::press(const QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_plot->mapRect().contains(event->pos())) return;
    m_pressed = event->position();
    m_windowAtPress = m_plot->mapWindow();
    m_drag = event->modifiers() & Qt::ShiftModifier     ? Drag::Band
             : event->modifiers() & Qt::ControlModifier ? Drag::Mark
                                                        : Drag::Pressed;
}

void MapNavigator::move(const QMouseEvent* event) {
    const QPointF at = event->position();
    const bool far = (at - m_pressed).manhattanLength() >= QApplication::startDragDistance();
    if (m_drag == Drag::Pressed && far) {
        m_drag = Drag::Pan;
        m_history.leave(m_windowAtPress);
        m_plot->setCursor(Qt::ClosedHandCursor);
    }
    if (m_drag == Drag::Pan)
        pan(m_pressed, at);
    else if (m_drag == Drag::Band || m_drag == Drag::Mark)
        m_plot->setBand(QRectF(m_pressed, at).normalized().toRect() & m_plot->mapRect());
    else if (m_drag == Drag::None)
        pointAt(at, &MapNavigator::hovered);
}

void MapNavigator::release(const QMouseEvent* event) {
    const Drag drag = m_drag;
    m_drag = Drag::None;
    m_plot->unsetCursor();
    if (drag == Drag::Band) zoomToBand(event->position());
    if (drag == Drag::Mark) markBand(event->position());
    if (drag == Drag::Pressed && !m_afterDoubleClick) pointAt(event->position(), &MapNavigator::clicked);
    m_afterDoubleClick = false;
}

void MapNavigator::pointAt(QPointF point, void (MapNavigator::*signal)(qint64, qint64)) {
    if (!m_plot->mapRect().contains(point.toPoint())) return;
    const QPointF cell = m_plot->rowUnitAt(point);
    const auto row = qint64(std::floor(cell.x() + 0.5)), unit = qint64(std::floor(cell.y() + 0.5));
    if (m_plot->hasCell(row, unit)) emit(this->*signal)(row, unit);
}

void MapNavigator::pan(QPointF from, QPointF to) {
    // Cells a pixel stay the same while panning, so the difference of two points is what was moved.
    const QPointF by = m_plot->rowUnitAt(from) - m_plot->rowUnitAt(to);
    set({moved(m_windowAtPress.rows, by.x(), m_plot->rows()),
         moved(m_windowAtPress.units, by.y(), m_plot->units())});
}

void MapNavigator::zoomToBand(QPointF to) {
    const QRect band = QRectF(m_pressed, to).normalized().toRect() & m_plot->mapRect();
    m_plot->setBand({});
    if (band.width() < 4 || band.height() < 4) return;
    const QPointF a = m_plot->rowUnitAt(band.topLeft()),
                  b = m_plot->rowUnitAt(QPointF(band.bottomRight()) + QPointF(1, 1));
    goTo(
        {{std::min(a.x(), b.x()), std::max(a.x(), b.x())}, {std::min(a.y(), b.y()), std::max(a.y(), b.y())}});
}

void MapNavigator::markBand(QPointF to) {
    m_plot->setBand({});
    if ((to - m_pressed).manhattanLength() < QApplication::startDragDistance())
        return emit marked({-1, -1}, {-1, -1});
    const QRect map = m_plot->mapRect();
    const auto cellAt = [&](QPointF point) {
        const QPointF cell =
            m_plot->rowUnitAt({std::clamp(point.x(), double(map.left()), double(map.right())),
                               std::clamp(point.y(), double(map.top()), double(map.bottom()))});
        return QPoint(int(std::clamp<qint64>(qint64(std::floor(cell.x() + 0.5)), 0, m_plot->rows() - 1)),
                      int(std::clamp<qint64>(qint64(std::floor(cell.y() + 0.5)), 0, m_plot->units() - 1)));
    };
    emit marked(cellAt(m_pressed), cellAt(to));
}

void MapNavigator::wheel(const QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    if (event->modifiers() & Qt::ShiftModifier || (turned.y() == 0 && turned.x() != 0)) {
        const int by = turned.x() != 0 ? turned.x() : turned.y();
        scroll(-by / 120.0 * 0.1, turned.x() != 0 || !(event->modifiers() & Qt::ControlModifier));
        return;
    }
    if (turned.y() == 0) return;
    const QRect map = m_plot->mapRect();
    const QPointF at = event->position();
    const bool across = at.x() >= map.left(), down = at.y() <= map.bottom();
    const double factor = std::pow(kZoomStep, turned.y() / 120.0);
    const QPointF cell = m_plot->rowUnitAt({std::clamp(at.x(), double(map.left()), double(map.right())),
                                            std::clamp(at.y(), double(map.top()), double(map.bottom()))});
    MapWindow window = m_plot->mapWindow();
    if (m_plot->transposed() ? across : down)
        window.rows = zoomed(window.rows, factor, cell.x(), m_plot->rows());
    if (m_plot->transposed() ? down : across)
        window.units = zoomed(window.units, factor, cell.y(), m_plot->units());
    if (window == m_plot->mapWindow()) return;
    if (!m_lastWheel.isValid() || m_lastWheel.elapsed() > kOneGesture) m_history.leave(m_plot->mapWindow());
    m_lastWheel.start();
    set(window);
}

void MapNavigator::scroll(double share, bool sideways) {
    MapWindow window = m_plot->mapWindow();
    const bool alongRows = sideways == m_plot->transposed();
    Stretch& stretch = alongRows ? window.rows : window.units;
    stretch = moved(stretch, stretch.size() * share, alongRows ? m_plot->rows() : m_plot->units());
    if (window != m_plot->mapWindow()) goTo(window);
}

QPointF MapNavigator::anchor() const {
    const MapWindow& w = m_plot->mapWindow();
    const QPointF cell = m_plot->pointedCell();
    const bool seen = cell.x() >= w.rows.low && cell.x() <= w.rows.high && cell.y() >= w.units.low &&
                      cell.y() <= w.units.high;
    return seen ? cell : QPointF((w.rows.low + w.rows.high) / 2, (w.units.low + w.units.high) / 2);
}

void MapNavigator::zoomBy(double factor) {
    const QPointF at = anchor();
    const MapWindow& w = m_plot->mapWindow();
    goTo({zoomed(w.rows, factor, at.x(), m_plot->rows()), zoomed(w.units, factor, at.y(), m_plot->units())});
}

void MapNavigator::goTo(const MapWindow& window) {
    m_history.leave(m_plot->mapWindow());
    set(window);
}

void MapNavigator::showAll() {
    const MapWindow all{wholeStretch(m_plot->rows()), wholeStretch(m_plot->units())};
    if (m_plot->mapWindow() != all) goTo(all);
}

void MapNavigator::goBack() {
    if (canGoBack()) set(m_history.back(m_plot->mapWindow()));
}

void MapNavigator::goForward() {
    if (canGoForward()) set(m_history.forward(m_plot->mapWindow()));
}

void MapNavigator::set(const MapWindow& window) {
    m_plot->setMapWindow(window);
    emit windowChanged();
}

bool MapNavigator::handleKey(const QKeyEvent* event) {
    const bool shift = event->modifiers() & Qt::ShiftModifier, alt = event->modifiers() & Qt::AltModifier;
    if (alt && event->key() != Qt::Key_Left && event->key() != Qt::Key_Right) return false;
    switch (event->key()) {
    case Qt::Key_Left:
        if (alt) goBack();
        return alt;
    case Qt::Key_Right:
        if (alt) goForward();
        return alt;
    case Qt::Key_Home:
    case Qt::Key_0:
        showAll();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(kZoomStep);
        return true;
    case Qt::Key_Minus:
        zoomBy(1 / kZoomStep);
        return true;
    case Qt::Key_PageDown:
        scroll(0.9, shift);
        return true;
    case Qt::Key_PageUp:
        scroll(-0.9, shift);
        return true;
    default:
        return false;
    }
}

} // namespace ffn::ui
