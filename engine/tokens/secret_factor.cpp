#include "engine/tokens/secret_factor.h"

#include <random>

namespace ffn {

std::uint64_t secret_factor() {
    static const std::uint64_t factor = [] {
        std::random_device random;
        const std::uint64_t high = random();
        return high << 32 | random() | 1;
    }();
    return factor;
}

} // namespace ffn
