#pragma once

#include <QStringList>

class QFormLayout;

namespace ffn::ui {

/// Names the fields of a form from its row `first` on, with a mnemonic: the label, which the field is the
/// buddy of, and the field's accessible name, without the mnemonic. Every row has a QLabel.
void nameFields(const QFormLayout& form, int first, const QStringList& names);

} // namespace ffn::ui
