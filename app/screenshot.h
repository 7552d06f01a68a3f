#pragma once

#include "app/window.h"

namespace ffn::ui {
class MainWindow;
}

namespace ffn::app {

/// Shows the window at the size asked for, waits until everything is drawn, saves a PNG of it, whole or not
/// at all. Returns the exit status. Throws Error when the file cannot be written or nothing could be opened.
int save_screenshot(ui::MainWindow& window, const WindowOptions& options);

} // namespace ffn::app
