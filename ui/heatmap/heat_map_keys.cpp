// What the heat map view does with its cell cursor, its keys, and its settings' slots.
#include "ui/heatmap/heat_map_view.h"

#include "ui/heatmap/cell_search.h"
#include "ui/heatmap/map_navigator.h"
#include "ui/heatmap/map_options.h"
#include "ui/heatmap/map_plot.h"
#include "ui/heatmap/short_number.h"

#include <QKeyEvent>

namespace ffn::ui {

void HeatMapView::followCell() {
    if (!m_shown) return;
    const qint64 row = m_state->row();
    const qint64 unit = m_state->unit(info(m_shownStage).width);
    m_plot->setCell(order().shown_row(row), order().shown_unit(unit), m_state->pinned());
    emit cellMeaningChanged(cellMeaning());
}

void HeatMapView::followLit() {
    std::vector<qint64> rows;
    for (qint64 row = 0; m_shown && row < m_state->litCount(); ++row)
        if (m_state->litFirst() + row < m_plot->rows())
            rows.push_back(order().shown_row(m_state->litFirst() + row));
    m_plot->setLit(std::move(rows));
}

QString HeatMapView::cellMeaning() const {
    const qint64 row = m_state->row(), unit = m_state->unit(info(m_shownStage).width);
    if (!m_shown || !m_plot->hasCell(row, unit)) return {};
    QStringList parts{m_labels.sentence(row)};
    if (!m_plot->oneUnit()) parts += tr("unit %1").arg(unit);
    if (!m_labels.isPadding(row)) parts += fullNumber(m_shown->stage(m_shownStage).at(row, unit));
    if (m_state->pinned()) parts += tr("pinned");
    return parts.join(QStringView(u" · "));
}

void HeatMapView::click(qint64 shownRow, qint64 shownUnit) {
    const qint64 row = order().row(shownRow), unit = order().unit(shownUnit);
    const bool again = m_state->pinned() && row == m_state->row() && unit == m_state->unit();
    m_pinnedByClick = !m_state->pinned();
    m_state->pointAt(m_shownStage, row, unit);
    m_state->setPinned(!again);
}

void HeatMapView::moveCell(qint64 rows, qint64 units) {
    const qint64 row = std::clamp<qint64>(order().shown_row(m_state->row()) + rows, 0, m_plot->rows() - 1);
    const qint64 unit =
        std::clamp<qint64>(order().shown_unit(m_state->unit()) + units, 0, m_plot->units() - 1);
    goTo(order().row(row), order().unit(unit));
}

void HeatMapView::goTo(qint64 row, qint64 unit) {
    m_state->pointAt(m_shownStage, row, unit);
    const MapWindow present = m_plot->mapWindow();
    const MapWindow window{showing(present.rows, order().shown_row(row), m_plot->rows()),
                           showing(present.units, order().shown_unit(unit), m_plot->units())};
    if (window == present) return;
    m_plot->setMapWindow(window);
    emit m_navigator->windowChanged();
}

// Reads every value at worst; what is shown by then must still be what was searched.
void HeatMapView::search(std::function<std::optional<Cell>(const Progress&)> find) {
    m_settled = false;
    m_searching.start<std::optional<Cell>>(
        std::move(find), [this, shown = m_shown, stage = m_shownStage](const std::optional<Cell>& cell) {
            if (cell && shown == m_shown && stage == m_shownStage) goTo(cell->first, cell->second);
        });
}

void HeatMapView::goToLargest() {
    if (!m_shown) return;
    search([values = m_shown->kept[std::size_t(m_shownStage)], labels = m_labels](const Progress& progress) {
        return largestCell(*values, labels, progress);
    });
}

void HeatMapView::goToNextNonFinite() {
    if (!m_shown) return;
    const Cell from{m_state->row(), m_state->unit(info(m_shownStage).width)};
    search([values = m_shown->kept[std::size_t(m_shownStage)], labels = m_labels,
            from](const Progress& progress) { return nextNonFinite(*values, labels, from, progress); });
}

void HeatMapView::goToNextZeroRow() {
    if (!m_shown) return;
    const qint64 from = order().shown_row(m_state->row());
    const qint64 unit = std::max<qint64>(m_state->unit(info(m_shownStage).width), 0);
    search([pyramid = m_plot->plottable()->pyramid(), from, unit](const Progress& progress) {
        const auto row = nextZeroRow(*pyramid, from, progress);
        return row ? std::optional(Cell{pyramid->order().row(*row), unit}) : std::nullopt;
    });
}

void HeatMapView::mark(const CellRect& cells) {
    m_marked = cells;
    m_plot->setMarked(cells);
}

void HeatMapView::markAll() {
    if (m_shown) mark({0, 0, m_plot->rows(), m_plot->units()});
}

std::optional<ShownPart> HeatMapView::shownPart() const {
    if (!m_shown) return std::nullopt;
    const ColorScale& scale = m_plot->plottable()->scale();
    return ShownPart{m_shown, m_shownStage, m_marked.rows > 0 ? m_marked : visibleCells(),
                     order(), settings(),   {scale.low, scale.high}};
}

bool HeatMapView::handleCellKey(const QKeyEvent* event) {
    if (!m_shown || event->modifiers() & (Qt::AltModifier | Qt::ControlModifier)) return false;
    const qint64 step = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
    const bool t = m_plot->transposed();
    switch (event->key()) {
    case Qt::Key_Left:
        moveCell(t ? -step : 0, t ? 0 : -step);
        return true;
    case Qt::Key_Right:
        moveCell(t ? step : 0, t ? 0 : step);
        return true;
    case Qt::Key_Up:
        moveCell(t ? 0 : -step, t ? -step : 0);
        return true;
    case Qt::Key_Down:
        moveCell(t ? 0 : step, t ? step : 0);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Space:
        m_state->setPinned(!m_state->pinned());
        return true;
    case Qt::Key_M:
        goToLargest();
        return true;
    case Qt::Key_N:
        goToNextNonFinite();
        return true;
    case Qt::Key_Z:
        goToNextZeroRow();
        return true;
    case Qt::Key_Escape:
        if (!m_state->pinned() && m_marked.rows == 0) return false;
        if (m_marked.rows > 0)
            mark({});
        else
            m_state->setPinned(false);
        return true;
    default:
        return false;
    }
}

void HeatMapView::keyPressEvent(QKeyEvent* event) {
    if (handleCellKey(event) || m_navigator->handleKey(event)) return;
    QWidget::keyPressEvent(event);
}

void HeatMapView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    m_plot->setFocusFrame(true);
}

void HeatMapView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    m_plot->setFocusFrame(false);
}

void HeatMapView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) recolor();
    if (event->type() == QEvent::LanguageChange) rebuild();
}

void HeatMapView::setSettings(const MapSettings& chosen) {
    m_options->setSettings(chosen);
}

void HeatMapView::setReduction(Reduction reduction) {
    MapSettings chosen = settings();
    chosen.reduction = reduction;
    setSettings(chosen);
}

void HeatMapView::setColorMap(const QString& name) {
    MapSettings chosen = settings();
    chosen.map = name;
    setSettings(chosen);
}

void HeatMapView::setRange(const ValueRange& range) {
    MapSettings chosen = settings();
    chosen.range = range;
    setSettings(chosen);
}

void HeatMapView::setTransfer(Transfer transfer) {
    MapSettings chosen = settings();
    chosen.transfer = transfer;
    setSettings(chosen);
}

void HeatMapView::setTransposed(bool transposed) {
    MapSettings chosen = settings();
    chosen.transposed = transposed;
    setSettings(chosen);
}

} // namespace ffn::ui
