#include "ui/dialogs/go_to_dialog.h"

#include <QtWidgets>

namespace ffn::ui {

GoToDialog::GoToDialog(const RowLabels& labels, qint64 units, qint64 row, qint64 unit, QWidget* parent)
    : QDialog(parent), m_labels(labels), m_sequence(new QSpinBox), m_token(new QSpinBox),
      m_unit(new QSpinBox), m_name(new QLabel) {
    setWindowTitle(tr("Go to a cell"));
    const qint64 len = std::max<qint64>(labels.len(), 1);
    m_sequence->setRange(0, int(std::max<qint64>(labels.batch(), 1) - 1));
    m_token->setRange(0, int(len - 1));
    m_unit->setRange(0, int(std::max<qint64>(units, 1) - 1));
    m_sequence->setValue(int(std::max<qint64>(row, 0) / len));
    m_token->setValue(int(std::max<qint64>(row, 0) % len));
    m_unit->setValue(int(std::max<qint64>(unit, 0)));
    m_sequence->setObjectName("goToSequence");
    m_token->setObjectName("goToToken");
    m_unit->setObjectName("goToUnit");
    auto* form = new QFormLayout(this);
    if (labels.batch() > 1) form->addRow(tr("&Sequence"), m_sequence);
    form->addRow(tr("&Token"), m_token);
    form->addRow(QString(), m_name);
    if (units > 1) form->addRow(tr("&Unit"), m_unit);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QSpinBox* box : {m_sequence, m_token})
        connect(box, &QSpinBox::valueChanged, this, &GoToDialog::showToken);
    showToken();
    QSpinBox* first = units > 1 ? m_unit : m_token;
    first->setFocus();
    first->selectAll();
}

qint64 GoToDialog::row() const {
    return m_sequence->value() * std::max<qint64>(m_labels.len(), 1) + m_token->value();
}

qint64 GoToDialog::unit() const {
    return m_unit->value();
}

void GoToDialog::showToken() {
    m_name->setText(m_labels.sentence(row()));
}

} // namespace ffn::ui
