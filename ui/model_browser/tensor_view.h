#pragma once

#include "ui/job_runner.h"
#include "ui/model_browser/tensor_meaning.h"
#include "ui/snapshot_view.h"
#include "ui/view_state.h"

#include <QWidget>

#include <memory>

class QLabel;
class QProgressBar;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace ffn {
class TensorArchive;
}

namespace ffn::ui {

class HeatMapView;
class HistogramPanel;

/// One tensor of a file as a heat map with its histogram, read in the background; the last one stays until
/// the next is there.
class TensorView : public QWidget {
    Q_OBJECT
  public:
    explicit TensorView(QWidget* parent = nullptr);

    /// Reads tensor `index`; `limit` bounds the memory (0: what the machine has free).
    void show(std::shared_ptr<const TensorArchive> archive, std::size_t index,
              std::optional<TensorMeaning> meaning, quint64 limit);
    /// What the tensor seen is in the block that is open now.
    void setMeaning(std::optional<TensorMeaning> meaning);
    /// Lets go of the tensor and says why there is none.
    void showNothing(const QString& why);
    /// Puts the cell cursor on the units that `state` points at, where the tensor has them.
    void light(const ViewState& state);
    bool isSettled() const;
    bool isReading() const { return m_jobs.busy(); }
    HeatMapView* map() const { return m_map; }
    /// The tensor seen; null: none.
    SnapshotPtr shown() const { return m_shown; }

  public slots:
    void stop() { m_jobs.stop(); }

  signals:
    void shownChanged();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Asked {
        std::shared_ptr<const TensorArchive> archive;
        std::size_t index = 0;
        std::optional<TensorMeaning> meaning;
    };
    void layOut();
    QWidget* mapWithMeaning();
    QWidget* progressRow();
    void present(const Asked& asked, SnapshotPtr tensor);
    void showCell();
    void retranslate();

    ViewState* m_state;
    HeatMapView* m_map;
    HistogramPanel* m_histogram;
    QLabel *m_title, *m_note, *m_cell, *m_message, *m_reading;
    QProgressBar* m_progress;
    QToolButton* m_stop;
    QWidget* m_work;
    QSplitter* m_content;
    QStackedWidget* m_pages;
    JobRunner m_jobs;
    Asked m_asked; ///< what is seen; its archive is null without any
    SnapshotPtr m_shown;
};

} // namespace ffn::ui
