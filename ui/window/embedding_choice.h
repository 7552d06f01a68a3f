#pragma once

#include "ui/document/document.h"
#include "ui/job_runner.h"

#include <QWidget>

namespace ffn::ui {

/// Takes a file as embedding table: of several tensors that could be it, a person says which. An answer that
/// comes after another model or another choice is dropped.
class EmbeddingChoice : public QObject {
    Q_OBJECT
  public:
    /// `window` is what the question is asked over.
    EmbeddingChoice(Document* document, QWidget* window);
    void take(const QString& file);

  signals:
    void failed(const QString& sentence);

  private:
    /// What was open when a file was given.
    struct Asked {
        std::shared_ptr<const FeedForward> model;
        std::string embedding;
    };
    bool holds(const Asked& asked) const;
    void ask(const QString& file, const std::vector<EmbeddingTable>& tables, const Asked& asked);

    Document* const m_document;
    QWidget* const m_window;
    JobRunner m_jobs;
};

} // namespace ffn::ui
