#pragma once

#include "ui/document/document.h"
#include "ui/scan/scan_run.h"
#include "ui/view_state.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QPushButton;

namespace ffn::ui {

class TableView;

/// Streams text files of any size through the open block and shows what every hidden unit did: a census over
/// the whole corpus. Can be stopped and gone on with. Stays open beside the window.
class ScanDialog : public QDialog {
    Q_OBJECT
  public:
    ScanDialog(const Document* document, ViewState* state, QWidget* parent = nullptr);
    void addFiles(const QStringList& files);
    void setKept(const QString& file);
    bool isBusy() const { return m_jobs.busy(); }

  public slots:
    void start();
    void stop();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    void chooseFiles();
    void chooseKept();
    void showFindings(const ScanFindings& findings);
    void showState();

    const Document* m_document;
    ViewState* m_state;
    JobRunner m_jobs;
    QListWidget* m_files;
    QLineEdit* m_kept;
    QLabel *m_filesLabel, *m_keptLabel, *m_headline;
    QPushButton *m_add, *m_remove, *m_browse, *m_start;
    QProgressBar* m_progress;
    TableView* m_table;
};

} // namespace ffn::ui
