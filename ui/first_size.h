#pragma once

#include <QSize>

class QWidget;

namespace ffn::ui {

/// The size a window begins with: `wanted`, but no larger than its screen has room for.
void setFirstSize(QWidget& window, QSize wanted);

} // namespace ffn::ui
