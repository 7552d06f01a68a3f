#pragma once

#include "ui/document/document.h"

#include <QObject>

namespace ffn::ui {

/// What the open snapshot is compared with: itself without the edits, a snapshot kept from before, the same
/// block with random weights, another file's block or snapshot on the same input, or another block of the
/// open file.
class Reference : public QObject {
    Q_OBJECT
  public:
    enum class Kind { Original, Kept, Random, File, Block };
    /// What another block is fed with: the open one's input, or what it got itself when the capture was made.
    enum class Given { Same, Captured };

    explicit Reference(const Document* document, QObject* parent = nullptr);

    Kind kind() const { return m_kind; }
    /// Null while there is none, or it is being computed.
    SnapshotPtr snapshot() const { return m_snapshot; }
    bool isBeingComputed() const { return m_computing; }
    /// In words, for a headline.
    QString name() const;
    /// The blocks of the open file that can be compared with, by name; of a capture those it holds.
    QStringList blocks() const;
    /// What each of those can be fed with.
    QList<Given> inputs() const;
    QString block() const { return m_kind == Kind::Block ? m_name : QString(); }
    Given given() const { return m_given; }
    bool isBusy() const { return m_jobs.busy(); }

  public slots:
    /// The unedited pass.
    void useOriginal();
    /// What is open now, from now on.
    void keep();
    /// Random weights (PyTorch's way, seed 0) of the open block's size and kind, on its input.
    void useRandom();
    /// A snapshot, or weights whose block of the open one's name, or the only or first one, gets the open
    /// input.
    void useFile(const QString& file);
    /// One of `blocks`, fed with one of `inputs`.
    void useBlock(const QString& block, ffn::ui::Reference::Given given);
    /// The open snapshot is another one: what depends on its input or block is computed anew. The reference's
    /// own weights are kept.
    void follow();

  signals:
    void changed();
    void failed(const QString& sentence);

  private:
    /// What a computed reference depends on.
    struct Basis {
        std::shared_ptr<const Tensor> states;
        SnapshotPtr saved; ///< instead of states
        FeedForwardConfig config;
        std::string block;
        std::shared_ptr<const TensorArchive> file; ///< weights or capture
        bool operator==(const Basis&) const = default;
    };
    Basis basis() const;
    void set(Kind kind, const QString& name, SnapshotPtr snapshot);
    void begin(Kind kind, const QString& name);
    void compute();

    const Document* m_document;
    JobRunner m_jobs;
    Kind m_kind = Kind::Original;
    Given m_given = Given::Same;
    QString m_name; ///< of what was kept, the file or the block
    SnapshotPtr m_snapshot;
    Basis m_basis;
    std::shared_ptr<const FeedForward> m_model; ///< of random weights, the file or the block
    quint64 m_request = 0;                      ///< an answer to an older one is dropped
    bool m_computing = false;
};

} // namespace ffn::ui
