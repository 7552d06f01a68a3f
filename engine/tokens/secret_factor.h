#pragma once

#include <cstdint>

namespace ffn {

/// An odd number drawn at random once a run. A key times it, without its lower bits, is a hash that no file
/// can know (multiply-shift, Dietzfelbinger et al. 1997): where the factor is known, keys can be chosen that
/// lie side by side in a table, and finding a place for each takes as many steps as there are.
std::uint64_t secret_factor();

} // namespace ffn
