#pragma once

#include "engine/core/error.h"

#include <cstdint>
#include <functional>
#include <stop_token>

namespace ffn {

/// How a long computation reports back and is stopped; needs no event loop.
///
/// A default-constructed one reports to nobody and never stops.
struct Progress {
    /// Called with steps done and steps in all, from one thread at a time but not always the same one.
    std::function<void(std::int64_t done, std::int64_t total)> report;
    std::stop_token stop;

    /// Throws Stopped when a stop was asked for.
    void check() const {
        if (stop.stop_requested()) throw Stopped();
    }
};

} // namespace ffn
