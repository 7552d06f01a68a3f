#pragma once

#include "ui/document/request.h"
#include "ui/job_runner.h"

#include <QObject>
#include <QStringList>
#include <QUndoStack>

#include <optional>
#include <utility>

namespace ffn::ui {

/// What is open: the last request that worked and all that came of it, with undo.
///
/// Every change is a new request computed in the background; a newer one drops the older, and when one fails
/// the last good state stays.
class Document : public QObject {
    Q_OBJECT
  public:
    explicit Document(QObject* parent = nullptr);

    const Opened& opened() const { return m_opened; }
    const Request& request() const { return m_opened.request; }
    SnapshotPtr snapshot() const { return m_opened.snapshot; }
    bool isBusy() const { return m_jobs.busy(); }
    QUndoStack* undoStack() { return &m_undo; }

  public slots:
    /// Replaces everything, then opens the files; what the command line and `open demo` do. Not undone.
    void start(const ffn::ui::Request& request, const QStringList& files = {});
    /// Opens what the files are, one after another, told apart by content.
    void openFiles(const QStringList& files);
    void openRandom(const ffn::ui::RandomModel& random, const ffn::ConfigOverrides& overrides);
    /// A block of a file that a person put together.
    void openMapped(const QString& file, const ffn::ui::KeptMapping& mapping);
    void chooseBlock(const QString& id);
    /// One line of text is one row of the batch.
    void setTexts(const QStringList& texts);
    /// As `--tokenizer`, `--special-tokens`, `--embedding` and `--positions` take them; empty: the model's.
    void setTokenizer(const QString& choice);
    void setSpecialTokens(bool on);
    void setEmbedding(const QString& choice);
    void setPositions(const QString& choice);
    /// Changes with the same `gesture` other than 0, as of one pull at a slider, are one step of undo. While
    /// one is computed the newest waits for its end, so that a picture follows the hand however long one
    /// takes.
    void setEdits(const ffn::ui::EditList& edits, int gesture = 0);
    void stop() { m_jobs.stop(); }

  signals:
    /// Model, block or file changed; `snapshotChanged` follows.
    void modelChanged();
    void snapshotChanged(ffn::ui::SnapshotPtr snapshot);
    void failed(const QString& sentence);
    /// After `failed`: the file has tensors, but no block that is known here.
    void blockUnknown(std::shared_ptr<const ffn::TensorArchive> archive);
    void warned(const QString& sentence);
    void busyChanged(bool busy);
    void progressed(qint64 done, qint64 total);

  private:
    friend class RequestChange;
    enum class Undo { Push, Leave };
    /// Changes of the same series in a row, other than kSingle, are one step of undo.
    static constexpr int kSingle = -1, kTyping = 0;
    void ask(const Request& request, const QString& what, int series = kSingle);
    void openFiles(const Request& request, const QStringList& files, const QString& what, Undo undo);
    void compute(std::function<Request(const Opened&)> request, const QString& what, int series, Undo undo);
    void take(Opened opened, const QString& what, int series, Undo undo);

    JobRunner m_jobs;
    QUndoStack m_undo;
    Opened m_opened;
    std::shared_ptr<std::shared_ptr<const TensorArchive>> m_unknown; ///< filled by the job that opens files
    Request m_wanted;                                    ///< the newest request, still being computed perhaps
    bool m_editing = false;                              ///< what is being computed differs in edits only
    std::optional<std::pair<EditList, int>> m_nextEdits; ///< to be asked for after it, with their gesture
};

} // namespace ffn::ui
