#include "engine/formats/json_text.h"

#include "engine/core/error.h"
#include "engine/formats/mapped_file.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace ffn {

namespace {

using nlohmann::json;

constexpr std::size_t kMostElements = std::size_t(1) << 22; // 64 MB of them

/// What values take in memory, about, and what they may take beside a byte for each of the text.
constexpr std::size_t kElement = 16, kMember = 96, kContainer = 40, kText = 40;
constexpr std::size_t kMostMemory = std::size_t(64) << 20;

/// Walks over the text and lets `position` know how far the parser has come; the parser itself tells only
/// when it fails.
class TracedIterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    TracedIterator(const char* at, const char** position) : m_at(at), m_position(position) {}
    reference operator*() const { return *m_at; }
    TracedIterator& operator++() {
        *m_position = ++m_at;
        return *this;
    }
    TracedIterator operator++(int) {
        TracedIterator before = *this;
        ++*this;
        return before;
    }
    bool operator==(const TracedIterator& other) const { return m_at == other.m_at; }

  private:
    const char* m_at;
    const char** m_position;
};

/// Builds the value from the parser's events and refuses what `parse_json` promises to refuse.
class StrictBuilder : public nlohmann::json_sax<json> {
  public:
    StrictBuilder(std::string_view text, const std::filesystem::path& file, std::uint64_t offset,
                  const JsonSink* sink)
        : m_position(text.data()), m_text(text), m_file(file), m_offset(offset), m_sink(sink) {}

    json take() { return std::move(m_root); }
    const char* m_position; ///< kept up to date by the iterators

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override { return put(value); }
    bool number_float(number_float_t value, const string_t&) override { return put(value); }
    bool string(string_t& value) override {
        count(kText + value.size());
        return put(std::move(value));
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(json::object()); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        m_keys.back() = name;
        if (is_sunk()) return true;
        json& object = *m_open.back();
        if (object.contains(name)) fail("the key '" + name.substr(0, 80) + "' stands twice in one object");
        count(kMember + name.size());
        m_slot = &object[name];
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
        // The position counts the byte that does not fit; at the end it is one past the text.
        const std::size_t at = std::min(position == 0 ? 0 : position - 1, m_text.size());
        throw Error(m_file, at == m_text.size() ? "the JSON text ends too early" : "is not valid JSON here",
                    m_offset + at);
    }

  private:
    [[noreturn]] void fail(const std::string& sentence) const {
        throw Error(m_file, sentence, m_offset + std::uint64_t(m_position - m_text.data()));
    }

    void count(std::size_t bytes) {
        m_memory += bytes;
        if (m_memory > kMostMemory + m_text.size())
            fail("the JSON text holds more values than its length justifies");
    }

    /// Whether the innermost open value is the one whose members are handed on.
    bool is_sunk() const { return m_sunk_depth > 0 && m_open.size() == m_sunk_depth; }
    bool leads_to_sink(const json& value) const {
        return m_sink && m_sunk_depth == 0 && value.is_array() == m_sink->is_list &&
               std::ranges::equal(m_keys, m_sink->path);
    }
    void hand_on() {
        m_sink->take(std::move(m_keys.back()), std::move(m_item));
        m_memory = m_memory_around;
    }

    json* place(json&& value) {
        if (is_sunk()) return &(m_item = std::move(value));
        if (m_open.empty()) return &(m_root = std::move(value));
        if (!m_open.back()->is_array()) return &(*m_slot = std::move(value));
        if (m_open.back()->size() == kMostElements) fail("a list has more than 4194304 elements");
        count(kElement);
        m_open.back()->push_back(std::move(value));
        return &m_open.back()->back();
    }

    template <class T>
    bool put(T&& value) {
        place(json(std::forward<T>(value)));
        if (is_sunk()) hand_on();
        return true;
    }

    bool open(json&& value) {
        if (m_open.size() >= std::size_t(kMaxJsonDepth))
            fail("lists and objects lie more than " + std::to_string(kMaxJsonDepth) + " deep");
        count(kContainer);
        const bool sunk = leads_to_sink(value);
        m_open.push_back(place(std::move(value)));
        m_keys.emplace_back();
        if (sunk) m_sunk_depth = m_open.size(), m_memory_around = m_memory;
        return true;
    }

    bool close() {
        if (is_sunk()) m_sunk_depth = kNever;
        m_open.pop_back();
        m_keys.pop_back();
        if (is_sunk()) hand_on();
        return true;
    }

    static constexpr std::size_t kNever = std::size_t(-1); ///< of a sink that had its value

    json m_root;
    std::vector<json*> m_open;
    std::vector<std::string> m_keys; ///< the last key in each open value
    json* m_slot = nullptr;          ///< where the value of the last key goes
    std::string_view m_text;
    const std::filesystem::path& m_file;
    std::uint64_t m_offset;
    std::size_t m_memory = 0, m_memory_around = 0; ///< of all values, and of those beside the one handed on
    const JsonSink* m_sink;
    std::size_t m_sunk_depth = 0; ///< number of open values up to the one that is handed on; 0: not met yet
    json m_item;                  ///< the member of it that is being read
};

} // namespace

json parse_json(std::string_view text, const std::filesystem::path& file, std::uint64_t offset,
                const JsonSink* sink) {
    // The parser would take a NUL for the end and pass over all behind it.
    const std::size_t nul = text.find('\0');
    if (nul != std::string_view::npos) throw Error(file, "is not valid JSON here, but a NUL", offset + nul);
    StrictBuilder builder(text, file, offset, sink);
    const TracedIterator begin(text.data(), &builder.m_position);
    const TracedIterator end(text.data() + text.size(), &builder.m_position);
    if (!json::sax_parse(begin, end, &builder)) throw Error(file, "is not valid JSON", offset);
    return builder.take();
}

json read_json(const std::filesystem::path& file, const JsonSink* sink) {
    const MappedFile mapped(file);
    const ByteSpan bytes = mapped.bytes();
    return parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file, 0, sink);
}

} // namespace ffn
