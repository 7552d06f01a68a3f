#pragma once

#include "ui/document/document.h"
#include "ui/model_browser/model_tables.h"
#include "ui/model_browser/tensor_meaning.h"
#include "ui/view_state.h"

#include <QDialog>

class QLabel;
class QSplitter;

namespace ffn::ui {

class TableView;
class TensorView;

/// What is in the open file: its blocks, and every tensor as a heat map. A block opened here opens in the
/// window; the unit chosen in the window is lit in the block's matrices here.
class ModelBrowser : public QDialog {
    Q_OBJECT
  public:
    ModelBrowser(const Document* document, const ViewState* state, QWidget* parent = nullptr);

    bool isSettled() const;
    TableView* blocks() const { return m_blocks; }
    TableView* tensors() const { return m_tensors; }
    TensorView* tensor() const { return m_tensor; }

  public slots:
    /// Shows the tensor called so, now or as soon as a file that has it is open.
    void showTensor(const QString& name);

  signals:
    void blockChosen(const QString& id);

  protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void layOut();
    void reload();
    void fillTables();
    void showTensorAt(int row);
    void showSomething();
    std::optional<TensorMeaning> meaningOf(const std::string& tensor) const;
    void retranslate();

    const Document* m_document;
    const ViewState* m_state;
    JobRunner m_jobs;
    std::shared_ptr<const TensorArchive> m_archive; ///< of the tables; null: none
    std::vector<BlockFacts> m_facts;
    int m_row = -1;   ///< of the tensor chosen last; −1: none
    QString m_wanted; ///< a tensor to be shown when its file is open
    QLabel *m_headline, *m_blocksTitle, *m_tensorsTitle;
    TableView *m_blocks, *m_tensors;
    TensorView* m_tensor;
};

} // namespace ffn::ui
