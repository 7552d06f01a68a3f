#pragma once

#include "ui/job_runner.h"
#include "ui/snapshot_view.h"
#include "ui/view_state.h"

#include <QScrollArea>

#include <vector>

namespace ffn::ui {

class StageCard;

/// The way through the block, a card a stage in the order of computation; the chosen one is lit, arrow keys
/// walk.
class PipelineStrip : public QScrollArea {
    Q_OBJECT
  public:
    PipelineStrip(ViewState* state, QWidget* parent = nullptr);
    bool isSettled() const { return !m_jobs.busy(); }

  public slots:
    void setSnapshot(ffn::ui::SnapshotPtr snapshot);
    /// To the next stage (1) or the one before (−1).
    void step(int by);
    /// Takes less height, where the window has little.
    void setLow(bool low);

  signals:
    void settled();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

  private:
    void rebuild();
    void fitHeight();
    void addCard(Stage stage, class QBoxLayout* layout);
    void addJoint(const QString& text, const QString& tip, QBoxLayout* layout);
    void refresh();
    void lightChosen();
    void lightRows();
    void drawThumbnails();

    ViewState* m_state;
    SnapshotPtr m_snapshot;
    JobRunner m_jobs;
    std::vector<StageCard*> m_cards;
    bool m_low = false;
};

} // namespace ffn::ui
