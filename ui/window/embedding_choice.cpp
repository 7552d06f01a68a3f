#include "ui/window/embedding_choice.h"

#include "engine/formats/tensor_archive.h"
#include "ui/request/input_request.h"

#include <QFileInfo>
#include <QInputDialog>

namespace ffn::ui {

EmbeddingChoice::EmbeddingChoice(Document* document, QWidget* window)
    : QObject(window), m_document(document), m_window(window) {
    connect(&m_jobs, &JobRunner::failed, this, &EmbeddingChoice::failed);
}

void EmbeddingChoice::take(const QString& file) {
    const auto& encoder = m_document->opened().encoder;
    if (!encoder) return m_document->setEmbedding(file); // which says what is missing
    const Asked asked{m_document->opened().model.model, m_document->request().input.embedding};
    m_jobs.start<std::vector<EmbeddingTable>>(
        [path = file.toStdString(), d_model = encoder->d_model](const Progress&) {
            return table_choices(*open_archive(path), d_model);
        },
        [this, file, asked](const std::vector<EmbeddingTable>& tables) {
            if (!holds(asked)) return;
            if (tables.size() > 1)
                ask(file, tables, asked);
            else
                m_document->setEmbedding(file); // none: the document says why
        });
}

bool EmbeddingChoice::holds(const Asked& asked) const {
    return asked.model == m_document->opened().model.model &&
           asked.embedding == m_document->request().input.embedding;
}

void EmbeddingChoice::ask(const QString& file, const std::vector<EmbeddingTable>& tables,
                          const Asked& asked) {
    QStringList labels;
    for (const EmbeddingTable& table : tables)
        labels << QString("%1  [%2, %3]")
                      .arg(QString::fromStdString(table.tensor))
                      .arg(table.vocabulary)
                      .arg(table.dim);
    auto* dialog = new QInputDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName("embeddingTensor");
    dialog->setWindowTitle(tr("Embedding table"));
    dialog->setLabelText(tr("Which tensor of %1 is the embedding table?").arg(QFileInfo(file).fileName()));
    dialog->setComboBoxItems(labels);
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, file, labels, tables, asked](const QString& chosen) {
                const qsizetype index = labels.indexOf(chosen);
                if (index >= 0 && holds(asked))
                    m_document->setEmbedding(file + ':' +
                                             QString::fromStdString(tables[std::size_t(index)].tensor));
            });
    dialog->open();
}

} // namespace ffn::ui
