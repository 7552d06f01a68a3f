#include "ui/dialogs/reason_label.h"

#include <QLabel>

namespace ffn::ui {

QLabel* reasonLabel() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setMinimumHeight(2 * label->fontMetrics().lineSpacing());
    QFont bold;
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

} // namespace ffn::ui
