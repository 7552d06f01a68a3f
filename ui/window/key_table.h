#pragma once

#include "ui/dialogs/shortcuts_dialog.h"

#include <vector>

namespace ffn::ui {

class Menus;

/// All keys of the window and its views, for the table under Help.
std::vector<Shortcut> keyTable(const Menus& menus);

} // namespace ffn::ui
