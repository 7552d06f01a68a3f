#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// The Python dict that heads a .npy, e.g. `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
struct NpyLiteral {
    std::string descr; ///< empty when it is no text, but a list: a structured type
    bool fortran_order = false;
    std::vector<std::int64_t> shape;
};

/// Takes exactly the keys `descr`, `fortran_order` and `shape`, each once and in any order. Throws Error
/// (naming no file: the caller adds it) with the place in `text`.
NpyLiteral parse_npy_literal(std::string_view text);

} // namespace ffn
