#pragma once

#include "engine/forward/snapshot.h"

#include <algorithm>
#include <initializer_list>

namespace ffn::test {

inline std::shared_ptr<TokenBatch> batch(std::initializer_list<std::size_t> lengths) {
    auto tokens = std::make_shared<TokenBatch>();
    for (std::size_t n : lengths)
        tokens->rows.emplace_back(n);
    return tokens;
}

inline Tensor tensor(Shape shape, std::initializer_list<float> values) {
    Tensor t(shape);
    std::copy(values.begin(), values.end(), t.data());
    return t;
}

inline void keep(Snapshot& s, Stage stage, Tensor t) {
    s.kept[std::size_t(stage)] = std::make_shared<const Tensor>(std::move(t));
}

} // namespace ffn::test
