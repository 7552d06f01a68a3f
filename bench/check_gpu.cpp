// Holds the CUDA module against the processor's back ends, stage by stage; what scripts/check-gpu runs. Needs
// no Qt. Exit status: 0 all within tolerance, 1 not, 2 no device.

#include "engine/core/error.h"
#include "engine/forward/cuda_pass.h"
#include "engine/model/initializer.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace ffn {

namespace {

double largest(std::span<const float> row) {
    double most = 0;
    for (const float x : row)
        most = std::max(most, std::abs(double(x)));
    return most;
}

/// The largest difference in any stage, as a share of its row's largest value.
double difference(const Snapshot& a, const Snapshot& b) {
    double worst = 0;
    for (const Stage s : stages_of(b.config))
        for (std::int64_t r = 0; r < b.stage(s).rows(); ++r) {
            const double scale =
                largest(b.stage(s == Stage::NormMean ? Stage::ResidualSum : s).row(r)) + 1e-12;
            for (std::int64_t i = 0; i < b.stage(s).dim(); ++i)
                worst = std::max(worst,
                                 std::abs(double(a.stage(s).at(r, i)) - double(b.stage(s).at(r, i))) / scale);
        }
    for (const Stage s : stages_of(b.config))
        if (a.summary(s).values != b.summary(s).values ||
            std::abs(a.summary(s).mean - b.summary(s).mean) > 1e-3)
            worst = INFINITY;
    return worst;
}

std::shared_ptr<TokenBatch> ragged(std::int64_t longest) {
    auto tokens = std::make_shared<TokenBatch>();
    tokens->rows.emplace_back(std::size_t(longest), Token{"t", 0, 0, 1});
    tokens->rows.emplace_back(std::size_t(longest / 2 + 1), Token{"t", 0, 0, 1});
    return tokens;
}

bool holds(const char* what, FeedForwardConfig config, std::int64_t longest, const Edits& edits,
           const char* backend, double allowed) {
    const auto model = random_feed_forward(config, Init::Torch, 3);
    const auto tokens = ragged(longest);
    auto states = std::make_shared<Tensor>(random_normal({2, longest, config.d_model}, 4));
    for (std::int64_t r = longest + longest / 2 + 1; r < 2 * longest; ++r)
        std::ranges::fill(states->row(r), 0.0F);
    ForwardOptions device, processor;
    device.backend = backend;
    processor.backend = "eigen";
    const auto got = forward(model, tokens, states, edits, device);
    const double worst = difference(*got, *forward(model, tokens, states, edits, processor));
    std::printf("%-28s %-10s %9.3g of the row's largest, allowed %g; %.3f ms\n", what, backend, worst,
                allowed, got->engine.milliseconds);
    return worst <= allowed;
}

int check() {
    if (!cuda_works()) {
        std::printf("no GPU was checked: there is no device, or the module could not be loaded\n");
        return 2;
    }
    // float32 sums of 2048 terms: a few 1e-6 of the row. TF32 keeps 10 bits of each factor: 2⁻¹¹ ≈ 5e-4,
    // added up.
    constexpr double kExact = 2e-5, kTf32 = 2e-2;
    FeedForwardConfig gated{512, 1376, Activation::Silu, Norm::RmsNorm, NormPlacement::Pre, 1e-6, true};
    FeedForwardConfig gelu{768, 3072, Activation::Gelu};
    FeedForwardConfig annotated{512, 2048, Activation::Relu, Norm::StdNorm, NormPlacement::Pre, 1e-6};
    FeedForwardConfig gemma{512,  2048, Activation::GeluTanh, Norm::RmsNorm, NormPlacement::Pre, 1e-6,
                            true, true};
    Edits edits;
    edits.ablated = {1, 5};
    edits.scaled = {{7, 3.0F}};
    edits.clamped = {{9, {0.1F, 0.2F}}};
    bool ok = holds("512 to 2048, ReLU", {}, 300, {}, "cuda", kExact);
    ok = holds("one token", {}, 1, {}, "cuda", kExact) && ok;
    ok = holds("edits", {}, 40, edits, "cuda", kExact) && ok;
    ok = holds("768 to 3072, GELU", gelu, 300, {}, "cuda", kExact) && ok;
    ok = holds("gated SiLU, RMSNorm first", gated, 300, {}, "cuda", kExact) && ok;
    ok = holds("std norm first", annotated, 300, {}, "cuda", kExact) && ok;
    ok = holds("norms first and second", gemma, 300, {}, "cuda", kExact) && ok;
    ok = holds("many rows", {}, 5000, {}, "cuda", kExact) && ok;
    ok = holds("512 to 2048, ReLU", {}, 300, {}, "cuda_tf32", kTf32) && ok;
    return ok ? 0 : 1;
}

} // namespace

} // namespace ffn

int main() {
    try {
        return ffn::check();
    } catch (const std::exception& e) {
        std::printf("%s\n", e.what());
        return 1;
    }
}
