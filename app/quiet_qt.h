#pragma once

namespace ffn::app {

/// Keeps what Qt says about a missing session or window manager off standard error: without a display both are
/// missing by design. Everything else it has to say still comes through.
void quiet_qt();

} // namespace ffn::app
