#pragma once

#include "engine/core/thread_pool.h"
#include "engine/forward/forward.h"

#include <benchmark/benchmark.h>

#include <functional>
#include <memory>

namespace ffn::bench {

/// One block with its tokens: what our pass and each peer compute in turn.
struct Case {
    std::shared_ptr<const FeedForward> model;
    std::shared_ptr<const TokenBatch> tokens;
    std::shared_ptr<const Tensor> states;
};

/// The case of a benchmark's arguments d_model, d_ff, tokens; made once.
const Case& case_of(std::int64_t d_model, std::int64_t d_ff, std::int64_t tokens);
inline const Case& case_of(const benchmark::State& state) {
    return case_of(state.range(0), state.range(1), state.range(2));
}

/// Tokens with nothing to them.
std::shared_ptr<TokenBatch> plain_tokens(std::int64_t count);

/// The sizes that every peer is measured at: d_model, d_ff, tokens, threads.
void cases(benchmark::internal::Benchmark* b);

/// Calls f(first, count) on every thread for its share of `rows`, as a peer without threads of its own needs
/// it.
void share_rows(ThreadPool& pool, std::int64_t rows,
                const std::function<void(std::int64_t, std::int64_t)>& f);

} // namespace ffn::bench
