#include "ui/view_state.h"

#include <algorithm>

namespace ffn::ui {

ViewState::ViewState(QObject* parent) : QObject(parent) {}

qint64 ViewState::unit(StageWidth width) const {
    switch (width) {
    case StageWidth::Model:
        return m_modelUnit;
    case StageWidth::Hidden:
        return m_hiddenUnit;
    case StageWidth::One:
        break;
    }
    return m_row < 0 ? -1 : 0;
}

void ViewState::setStage(Stage stage) {
    if (stage == m_stage) return;
    m_stage = stage;
    emit stageChanged(stage);
    emit cellChanged();
}

void ViewState::pointAt(Stage stage, qint64 row, qint64 unit) {
    const StageWidth width = info(stage).width;
    qint64& cursor = width == StageWidth::Hidden ? m_hiddenUnit : m_modelUnit;
    const bool moved = row != m_row || (width != StageWidth::One && unit != cursor);
    m_row = row;
    if (width != StageWidth::One) cursor = unit;
    if (stage != m_stage)
        setStage(stage);
    else if (moved)
        emit cellChanged();
}

void ViewState::hover(qint64 row, qint64 unit) {
    if (!m_pinned) pointAt(m_stage, row, unit);
}

void ViewState::setPinned(bool pinned) {
    if (pinned == m_pinned) return;
    m_pinned = pinned;
    emit pinnedChanged(pinned);
}

void ViewState::setThreshold(std::optional<float> threshold) {
    if (threshold == m_threshold) return;
    m_threshold = threshold;
    emit thresholdChanged();
}

void ViewState::setLit(qint64 first, qint64 count) {
    if (count <= 0) first = count = 0;
    if (first == m_litFirst && count == m_litCount) return;
    m_litFirst = first;
    m_litCount = count;
    emit litChanged();
}

void ViewState::fitTo(qint64 rows, qint64 d_model, qint64 d_ff) {
    const auto inside = [](qint64 cursor, qint64 size) {
        return size <= 0 ? -1 : std::clamp<qint64>(cursor, 0, size - 1);
    };
    m_row = inside(m_row, rows);
    m_modelUnit = inside(m_modelUnit, d_model);
    m_hiddenUnit = inside(m_hiddenUnit, d_ff);
    emit cellChanged();
}

} // namespace ffn::ui
