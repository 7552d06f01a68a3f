#pragma once

#include "engine/model/initializer.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace ffn::ui {

/// A block with random weights, as asked for.
struct RandomRequest {
    FeedForwardConfig config;
    Init init = Init::Torch;
    quint64 seed = 0;
    bool operator==(const RandomRequest&) const = default;
};

/// How many numbers such a block holds; matches FeedForward::parameters of the block made from it.
qint64 parameterCount(const FeedForwardConfig& config);

/// Asks for a random block; says how large it becomes and, in words, what is wrong while it is typed.
class RandomDialog : public QDialog {
    Q_OBJECT
  public:
    /// `memoryLimit`: bytes that may be used, 0 when not known.
    explicit RandomDialog(quint64 memoryLimit = 0, QWidget* parent = nullptr);

    void setRequest(const RandomRequest& request);
    /// nullopt while something is wrong.
    std::optional<RandomRequest> request() const;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void build();
    void retranslate();
    void validate();
    QString problem() const;

    quint64 m_memoryLimit;
    QFormLayout* m_form;
    QSpinBox *m_dModel, *m_dFf;
    QComboBox *m_init, *m_activation, *m_norm, *m_placement;
    QLineEdit *m_seed, *m_eps;
    QCheckBox* m_gated;
    QLabel *m_size, *m_problem;
    QDialogButtonBox* m_buttons;
};

} // namespace ffn::ui
