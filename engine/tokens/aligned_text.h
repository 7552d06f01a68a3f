#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// Bytes [begin, end) of a text.
struct TextRange {
    std::uint32_t begin = 0, end = 0;
    bool operator==(const TextRange&) const = default;
};

/// A text on its way through a tokeniser, and for each of its bytes the bytes of the first text it stands
/// for. They never run backwards; a byte that was put in stands for an empty range.
struct AlignedText {
    std::string text;
    std::vector<TextRange> origin; ///< as many as `text` has bytes

    std::size_t size() const { return text.size(); }
    void reserve(std::size_t bytes);
    void push_back(char byte, TextRange from) {
        make_room(1, from.end);
        text.push_back(byte);
        origin.push_back(from);
    }
    /// Bytes that all stand for `from`.
    void append(std::string_view bytes, TextRange from);
    /// The character `c`, standing for `from`.
    void append(std::int32_t c, TextRange from);
    /// Bytes [begin, end) of another.
    void append(const AlignedText& other, std::size_t begin, std::size_t end);
    /// What bytes [begin, end), at least one, stand for.
    TextRange range(std::size_t begin, std::size_t end) const {
        return {origin[begin].begin, origin[end - 1].end};
    }
    /// The empty range before byte `at`, for what is put in there.
    TextRange before(std::size_t at) const;

    /// Throws Error for more bytes than any tokeniser makes of the first `reach` bytes of a text; files are
    /// untrusted. NFKC makes up to 11 bytes of one, GPT-2's alphabet 2 of each of these.
    static void check_growth(std::size_t bytes, std::size_t reach) {
        if (bytes > std::min(kLargest, kAnyway + 32 * reach)) too_large();
    }

  private:
    void make_room(std::size_t bytes, std::size_t reach) const { check_growth(text.size() + bytes, reach); }
    [[noreturn]] static void too_large();
    static constexpr std::size_t kLargest = std::size_t(128) << 20, kAnyway = 1 << 14;
};

/// A text as it is, each run of bytes that is not UTF-8 replaced by U+FFFD (one for a maximal subpart, as
/// Python's errors="replace"). Throws Error for a text of more than 32 MiB.
AlignedText align_valid(std::string_view text);
/// The same without a look at the bytes.
AlignedText align_raw(std::string_view text);

} // namespace ffn
