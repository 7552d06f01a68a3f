#pragma once

class QLabel;

namespace ffn::ui {

/// The label in which a dialog says why it cannot go on: two lines high even when empty, so that nothing
/// jumps while a person types.
QLabel* reasonLabel();

} // namespace ffn::ui
