#pragma once

#include "ui/document/kept_mappings.h"

#include <QDialog>

#include <array>
#include <memory>

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace ffn::ui {

/// Puts a block together by hand: which tensor is which, only those offered whose shapes fit what is chosen
/// already, and what the file does not say: layout, activation, norm, placement, eps. Until a person says
/// them, layout and norm are what the tensors say, as with `--map`. It goes on only with a block that
/// `map_block` takes.
class MappingDialog : public QDialog {
    Q_OBJECT
  public:
    explicit MappingDialog(std::shared_ptr<const TensorArchive> archive, QWidget* parent = nullptr);

    void setMapping(const KeptMapping& mapping);
    KeptMapping mapping() const;
    /// Why this is no block yet; empty: it is one.
    QString problem() const;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    static constexpr int kRoles = 10;
    void build();
    QComboBox* addRole(TensorRole role);
    void offer();
    void validate();
    void nameNorm();
    void retranslate();
    QStringList labels() const;

    std::shared_ptr<const TensorArchive> m_archive;
    QFormLayout* m_form;
    QLabel *m_intro, *m_summary, *m_problem;
    std::array<QComboBox*, kRoles> m_roles{};
    QComboBox *m_layout, *m_activation, *m_norm, *m_placement;
    QLineEdit* m_eps;
    QDialogButtonBox* m_buttons;
    bool m_offering = false;
};

} // namespace ffn::ui
