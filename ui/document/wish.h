#pragma once

#include "ui/document/request.h"

#include <functional>
#include <memory>
#include <optional>

namespace ffn::ui {

/// A state that was asked for: what it was asked for on top of, and what is to change. Only the job that
/// computes it looks into files; from then on its request is known.
struct Wish {
    enum class Kind {
        Files, ///< opens some, which only the person stops
        Edits, ///< another picture of the same pass
        Model, ///< takes the place of whatever is open
        Other,
    };
    using Change = std::function<Request(Request, const Opened& last, UnknownFile& unknown)>;

    std::shared_ptr<const Wish> from; ///< null once the request is known
    Change change;
    Kind kind = Kind::Other;
    bool start = false;             ///< nothing before it is worth going back to
    std::optional<Request> request; ///< once it was computed
};
using WishPtr = std::shared_ptr<Wish>;

/// Makes all changes since the last known request. It holds values only, for a job beside the window. Where
/// it throws for want of a known block, `unknown` holds the file.
std::function<Request(const Opened& last, UnknownFile& unknown)> recipe(const Wish& wish);

/// Files where some are still to be opened on the way to it, else its own kind.
Wish::Kind workOf(const Wish& wish);

} // namespace ffn::ui
