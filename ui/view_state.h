#pragma once

#include "engine/core/stage.h"

#include <QObject>

#include <optional>

namespace ffn::ui {

/// The one cursor that all views share and none owns: the chosen stage, the cell pointed at, whether it is
/// pinned.
///
/// A row is `batch·len + position`. There are two unit cursors, one along d_model and one along d_ff, so that
/// a cell is followed through every stage of the same width; a statistic's unit is always 0. −1 means no
/// cell.
class ViewState : public QObject {
    Q_OBJECT
  public:
    explicit ViewState(QObject* parent = nullptr);

    Stage stage() const { return m_stage; }
    qint64 row() const { return m_row; }
    /// The unit cursor that belongs to stages of this width.
    qint64 unit(StageWidth width) const;
    qint64 unit() const { return unit(info(m_stage).width); }
    bool pinned() const { return m_pinned; }
    /// |hidden| ≤ it is inactive where the activation gives no exact zeros; nothing: the suggested one.
    std::optional<float> threshold() const { return m_threshold; }
    /// Rows that are pointed at as one, as the pieces of a word are: litFirst … litFirst + litCount.
    qint64 litFirst() const { return m_litFirst; }
    qint64 litCount() const { return m_litCount; }

  public slots:
    void setStage(ffn::Stage stage);
    /// Points at a cell of `stage`; keeps the unit cursor of the other width.
    void pointAt(ffn::Stage stage, qint64 row, qint64 unit);
    /// Likewise, of the chosen stage, but only while no cell is pinned: what hovering does.
    void hover(qint64 row, qint64 unit);
    void setPinned(bool pinned);
    void setThreshold(std::optional<float> threshold);
    void setLit(qint64 first, qint64 count);
    /// Keeps the cursors inside a new snapshot's sizes; an empty cursor goes to the first cell.
    void fitTo(qint64 rows, qint64 d_model, qint64 d_ff);

  signals:
    void stageChanged(ffn::Stage stage);
    void cellChanged();
    void pinnedChanged(bool pinned);
    void thresholdChanged();
    void litChanged();

  private:
    Stage m_stage = Stage::Hidden;
    qint64 m_row = -1, m_modelUnit = -1, m_hiddenUnit = -1;
    qint64 m_litFirst = 0, m_litCount = 0;
    bool m_pinned = false;
    std::optional<float> m_threshold;
};

} // namespace ffn::ui
