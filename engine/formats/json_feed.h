#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <string_view>

namespace ffn {

/// Where a text lies: one that is part of a mapped file gives its pages back once they are read.
enum class TextIn { Memory, Map };

/// Texts of more bytes are refused, their quotes included; a vocabulary in metadata has 3 MB at most.
inline constexpr std::size_t kLongestJsonText = std::size_t(8) << 20;

/// Hands a JSON text to nlohmann's parser byte by byte. That parser keeps the token it reads, and the white
/// space before it, twice; so both are bounded here: of white space outside of texts only the last is handed
/// on. Throws Error naming `file` and byte for a text of more than 8 MB, one that does not end, and a number
/// of more than 1024 digits.
class JsonFeed {
  public:
    /// `offset` is where `text` begins in `file`.
    JsonFeed(std::string_view text, const std::filesystem::path& file, std::uint64_t offset, TextIn where);

    bool at_end() const { return m_at == m_text.size(); }
    char current() const { return m_text[m_at]; }
    void next();

    std::size_t position() const { return m_place; }              ///< behind the byte handed on last
    std::size_t passed_over() const { return m_passed_to_place; } ///< bytes before it that were not handed on

  private:
    void in_text(char byte);
    void outside(char byte);
    void pass_white_space();
    void give_back();
    [[noreturn]] void fail(const char* sentence, std::size_t at) const;

    std::string_view m_text;
    const std::filesystem::path& m_file;
    std::uint64_t m_offset;
    TextIn m_where;
    std::size_t m_at = 0, m_passed = 0, m_given_back = 0;
    std::size_t m_place = 0, m_passed_to_place = 0; ///< without the white space that follows
    std::size_t m_begin = 0;                        ///< of the token
    bool m_in_text = false, m_escaped = false;
};

/// Walks through a feed; one made without is its end.
class JsonFeedIterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    explicit JsonFeedIterator(JsonFeed* feed = nullptr) : m_feed(feed) {}
    char operator*() const { return m_feed->current(); }
    JsonFeedIterator& operator++() {
        m_feed->next();
        return *this;
    }
    void operator++(int) { ++*this; } // a feed has one place only
    bool operator==(const JsonFeedIterator& other) const { return ended() == other.ended(); }

  private:
    bool ended() const { return !m_feed || m_feed->at_end(); }
    JsonFeed* m_feed;
};

} // namespace ffn
