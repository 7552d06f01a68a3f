#include "ui/dialogs/form_labels.h"

#include <QFormLayout>
#include <QLabel>
#include <QRegularExpression>

namespace ffn::ui {

void nameFields(const QFormLayout& form, int first, const QStringList& names) {
    static const QRegularExpression kMnemonic("\\(&.\\)|&"); // 文字(&X), or &Word
    for (int i = 0; i < names.size(); ++i) {
        auto* label = qobject_cast<QLabel*>(form.itemAt(first + i, QFormLayout::LabelRole)->widget());
        QWidget* field = form.itemAt(first + i, QFormLayout::FieldRole)->widget();
        label->setText(names[i] + ':');
        label->setBuddy(field);
        field->setAccessibleName(QString(names[i]).remove(kMnemonic));
    }
}

} // namespace ffn::ui
