#pragma once

#include "ui/document/request.h"
#include "ui/document/wish.h"
#include "ui/job_runner.h"

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QUndoStack>

namespace ffn::ui {

/// What is open: the last request that worked and all that came of it, with undo.
///
/// Every change is asked for on top of the newest one and computed in the background; a newer one drops the
/// older job, but not its change. When one fails or is stopped, the last good state stays, and undo knows
/// nothing of what came to nothing.
class Document : public QObject {
    Q_OBJECT
  public:
    explicit Document(QObject* parent = nullptr);

    const Opened& opened() const { return m_opened; }
    const Request& request() const { return m_opened.request; }
    SnapshotPtr snapshot() const { return m_opened.snapshot; }
    bool isBusy() const { return m_jobs.busy(); }
    /// What is open is the newest that was asked for.
    bool isCurrent() const { return m_wanted == m_shown; }
    QUndoStack* undoStack() { return &m_undo; }

  public slots:
    /// Replaces everything, then opens the files; what the command line and `open demo` do. The first weights
    /// among them get the request's options. Not undone: once it is there, so is an empty history.
    void start(const ffn::ui::Request& request, const QStringList& files = {});
    /// Opens what the files are, one after another, told apart by content. Changes made meanwhile wait for
    /// its end.
    void openFiles(const QStringList& files);
    void openRandom(const ffn::ui::RandomModel& random, const ffn::ConfigOverrides& overrides);
    /// A block of a file that a person put together.
    void openMapped(const QString& file, const ffn::ui::KeptMapping& mapping);
    void chooseBlock(const QString& id);
    /// One line of text is one row of the batch. Texts in a row are one step of undo, until `endTyping` or a
    /// pause.
    void setTexts(const QStringList& texts);
    void endTyping();
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
    /// What was asked for came to nothing: what is open is the last good state, as before.
    void failed(const QString& sentence);
    void stopped();
    /// After `failed`: the file has tensors, but no block that is known here.
    void blockUnknown(std::shared_ptr<const ffn::TensorArchive> archive);
    void busyChanged(bool busy);
    void progressed(qint64 done, qint64 total);

  private:
    static constexpr int kSingle = -1; ///< a series of one
    std::shared_ptr<const Wish> withoutFiles() const;
    void change(std::function<void(Request&)> how, const QString& what, int series = kSingle);
    void ask(WishPtr wish, const QString& what, int series);
    void pushStep(const WishPtr& before, const WishPtr& after, const QString& what, int series);
    bool bringBack(const WishPtr& wish);
    void compute();
    void take(Opened opened);
    void goBack();
    void forgetHistory();

    JobRunner m_jobs;
    QUndoStack m_undo;
    QTimer m_typingPause;
    int m_typing = kSingle - 1; ///< the series of what is typed: below those of gestures
    Opened m_opened;
    WishPtr m_wanted, m_computed, m_shown;  ///< the newest, the one being computed, the one that is open
    std::shared_ptr<UnknownFile> m_unknown; ///< filled by the job that opens files
    Wish::Kind m_work = Wish::Kind::Other;  ///< of what is being computed
    int m_shownStep = 0;                    ///< where m_shown and m_computed are on the stack
    int m_computedStep = 0;
    int m_firstPushed = 0; ///< from here up the stack has steps that came after m_shown
    bool m_goingBack = false;
};

} // namespace ffn::ui
