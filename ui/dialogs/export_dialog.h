#pragma once

#include "ui/dialogs/export_request.h"

#include <QDialog>

#include <map>
#include <optional>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QGroupBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;
class QSpinBox;
class QVBoxLayout;

namespace ffn::ui {

/// Asks which stages go where in which formats; says in words what is missing, and before it lets existing
/// files be overwritten it lists them. Writes nothing itself. The choices are remembered.
class ExportDialog : public QDialog {
    Q_OBJECT
  public:
    /// `stage` is the chosen one, `all` those that the snapshot holds.
    ExportDialog(Stage stage, std::vector<Stage> all, QWidget* parent = nullptr);

    /// nullopt while something is wrong.
    std::optional<ExportRequest> request() const;

  public slots:
    void accept() override;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void build();
    void buildWhat(QVBoxLayout* layout);
    void buildFormats(QVBoxLayout* layout);
    void buildFolder(QVBoxLayout* layout);
    void restore();
    void remember() const;
    void retranslate();
    void validate();
    void chooseFolder();
    ExportRequest draft() const;
    QString problem(const ExportRequest& request) const;
    QString folderProblem(const QString& folder) const;

    Stage m_stage;
    std::vector<Stage> m_all;
    QGroupBox *m_what, *m_formatBox;
    QRadioButton *m_thisStage, *m_allStages;
    std::map<ExportFormat, QCheckBox*> m_formats;
    QLabel *m_layoutLabel, *m_scaleLabel, *m_folderLabel, *m_problem, *m_summary;
    QComboBox* m_layout;
    QSpinBox* m_scale;
    QLineEdit* m_folder;
    QPushButton* m_browse;
    QPlainTextEdit* m_existing;
    QCheckBox* m_overwrite;
    QDialogButtonBox* m_buttons;
};

} // namespace ffn::ui
