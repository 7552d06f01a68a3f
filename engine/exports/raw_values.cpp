#include "engine/exports/raw_values.h"

#include <algorithm>
#include <bit>

namespace ffn {

void write_values(AtomicFile& file, std::span<const float> values, const Progress& progress,
                  std::int64_t done, std::int64_t total) {
    static_assert(std::endian::native == std::endian::little, "the bytes are written as they lie in memory");
    constexpr std::size_t kPiece = std::size_t(1) << 20;
    for (std::size_t at = 0; at < values.size(); at += kPiece) {
        progress.check();
        const auto piece = values.subspan(at, std::min(kPiece, values.size() - at));
        file.write(piece.data(), piece.size_bytes());
        if (progress.report) progress.report(done + std::int64_t(at + piece.size()), total);
    }
}

} // namespace ffn
