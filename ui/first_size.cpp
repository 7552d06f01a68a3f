#include "ui/first_size.h"

#include <QScreen>
#include <QStyle>
#include <QWidget>

namespace ffn::ui {

void setFirstSize(QWidget& window, QSize wanted) {
    QSize room = window.screen()->availableSize();
    room.rheight() -= window.style()->pixelMetric(QStyle::PM_TitleBarHeight);
    window.resize(wanted.boundedTo(room));
}

} // namespace ffn::ui
