#pragma once

#include "ui/job_runner.h"
#include "ui/snapshot_view.h"
#include "ui/view_state.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace ffn::ui {

/// What all panels share: a snapshot, the common cursor, one lane of background work, a scrolled column of
/// contents and a sentence in their place when there is nothing to show.
///
/// A hidden panel computes nothing; it catches up when it is shown, and counts as settled until then.
class Panel : public QWidget {
    Q_OBJECT
  public:
    Panel(ViewState* state, QWidget* parent);

    /// True when what is on the screen belongs to the newest snapshot.
    virtual bool isSettled() const { return !m_stale || !isWanted(); }
    /// Brings a part of the panel to the front; false where there is none of that name.
    virtual bool showSection(const QString&) { return false; }

  public slots:
    virtual void setSnapshot(ffn::ui::SnapshotPtr snapshot);

  signals:
    void settled();

  protected:
    /// Shows `snapshot()`, which is not null: by `compute`, `present` or `setProblem`.
    virtual void refresh() = 0;
    /// Marks the cursor's token or unit.
    virtual void showCursor() = 0;
    /// Writes every word anew.
    virtual void retranslate() = 0;

    /// Runs `work` in the background, then `show` with its result, unless a newer one came in between.
    template <class T>
    void compute(std::function<T(const Progress&)> work, std::function<void(T)> show);
    /// What is shown changed for another reason than a snapshot.
    void invalidate();
    /// The contents are right again.
    void present();
    virtual void setProblem(const QString& sentence);
    /// Moves the common cursor, if the newest snapshot has that cell.
    void choose(Stage stage, qint64 row, qint64 unit);

    const SnapshotPtr& snapshot() const { return m_snapshot; }
    ViewState& state() const { return *m_state; }
    QVBoxLayout* column() const { return m_column; }
    /// A bold label that wraps and can be copied, added to the column.
    QLabel* addHeadline();
    /// A plain label, likewise.
    QLabel* addNote();

    /// Whether its contents are to be kept up to date: others look at them even while it is hidden.
    virtual bool isWanted() const { return isVisible(); }

    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void refreshNow();

    ViewState* m_state;
    SnapshotPtr m_snapshot;
    JobRunner m_runner;
    QWidget* m_contents;
    QVBoxLayout* m_column;
    QLabel* m_problem;
    bool m_stale = false;
    quint64 m_request = 0; // counts what was asked for, so that an older answer is dropped
};

template <class T>
void Panel::compute(std::function<T(const Progress&)> work, std::function<void(T)> show) {
    m_runner.start<T>(std::move(work), [this, request = m_request, show = std::move(show)](T result) {
        if (request != m_request) return;
        show(std::move(result));
        present();
    });
}

} // namespace ffn::ui
