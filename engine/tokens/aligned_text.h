#pragma once

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
        make_room(1);
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

  private:
    /// Throws Error where the text would become larger than any tokeniser makes one; files are untrusted.
    void make_room(std::size_t bytes) const {
        if (bytes > kLargest - text.size()) too_large();
    }
    [[noreturn]] static void too_large();
    static constexpr std::size_t kLargest = std::size_t(128) << 20;
};

/// A text as it is, each run of bytes that is not UTF-8 replaced by U+FFFD (one for a maximal subpart, as
/// Python's errors="replace"). Throws Error for a text of more than 32 MiB.
AlignedText align_valid(std::string_view text);
/// The same without a look at the bytes.
AlignedText align_raw(std::string_view text);

} // namespace ffn
