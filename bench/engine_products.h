#pragma once

#include "bench/engine_cases.h"

namespace ffn::bench {

/// The two matrix products of a block by oneDNN with packed weights and nothing else: no bias, no activation.
class BareProducts {
  public:
    BareProducts(const FeedForward& model, std::int64_t rows, int threads);
    ~BareProducts();
    void run(const Tensor& states);

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace ffn::bench
