#pragma once

#include "ui/document/document.h"
#include "ui/scan/scan_run.h"

#include <QDialog>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ffn::ui {

class Plot;
class TableView;

/// A whole model at one glance: every block of the file on the open input, as small charts one below the
/// other and as a table. A click on a block of a chart opens it, in the table a double click or Enter: who
/// looks through the table keeps the block and its edits.
class LayersDialog : public QDialog {
    Q_OBJECT
  public:
    explicit LayersDialog(const Document* document, QWidget* parent = nullptr);
    bool isBusy() const { return m_jobs.busy(); }

  public slots:
    void start();

  signals:
    void blockChosen(const QString& id);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    void showLayers(std::vector<LayerSummary> layers);

    const Document* m_document;
    JobRunner m_jobs;
    std::vector<LayerSummary> m_layers;
    QLabel *m_headline, *m_note;
    QProgressBar* m_progress;
    QPushButton* m_stop;
    Plot *m_active, *m_dead, *m_update;
    TableView* m_table;
};

} // namespace ffn::ui
