#include "engine/formats/json_text.h"

#include "engine/core/error.h"
#include "engine/formats/json_feed.h"
#include "engine/formats/mapped_file.h"

#include <algorithm>
#include <vector>

namespace ffn {

namespace {

using nlohmann::json;

constexpr std::size_t kMostElements = std::size_t(1) << 21; // 32 MB of them

/// What values take in memory, about.
constexpr std::size_t kElement = 16, kMember = 96, kContainer = 64, kText = 40;

/// A long text's bytes lie by themselves.
std::size_t bytes_of(const std::string& text) {
    return text.size() < 16 ? 0 : text.size() + 16;
}

/// What all values may take: 64 MB beside a byte for each of the text, less where the text is short. With the
/// text itself they stay below 64 MB and twice the text; a token of 8 MB lies in the parser twice besides.
std::size_t most_memory(std::size_t text) {
    constexpr std::size_t kMost = std::size_t(64) << 20, kLeast = std::size_t(24) << 20;
    return text + std::min(kMost, kLeast + text);
}

/// Builds the value from the parser's events and refuses what `parse_json` promises to refuse.
class StrictBuilder : public nlohmann::json_sax<json> {
  public:
    StrictBuilder(const JsonFeed& feed, std::size_t size, const std::filesystem::path& file,
                  std::uint64_t offset, std::span<const JsonSink> sinks)
        : m_feed(feed), m_size(size), m_file(file), m_offset(offset), m_sinks(sinks) {}

    json take() { return std::move(m_root); }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override { return put(value); }
    bool number_float(number_float_t value, const string_t&) override { return put(value); }
    bool string(string_t& value) override {
        count(kText + bytes_of(value));
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
        count(kMember + bytes_of(name));
        m_slot = &object[name];
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
        // The position counts the byte that does not fit; at the end it is one past the text.
        const std::size_t at = std::min((position == 0 ? 0 : position - 1) + m_feed.passed_over(), m_size);
        throw Error(m_file, at == m_size ? "the JSON text ends too early" : "is not valid JSON here",
                    m_offset + at);
    }

  private:
    [[noreturn]] void fail(const std::string& sentence) const {
        throw Error(m_file, sentence, m_offset + m_feed.position());
    }

    void count(std::size_t bytes) {
        m_memory += bytes;
        if (m_memory > most_memory(m_size)) fail("the JSON text holds more values than its length justifies");
    }

    /// Whether the innermost open value is the one whose members are handed on.
    bool is_sunk() const { return m_sink && m_open.size() == m_sunk_depth; }
    const JsonSink* sink_for(const json& value) const {
        if (m_sink) return nullptr;
        const auto found = std::ranges::find_if(m_sinks, [&](const JsonSink& sink) {
            return value.is_array() == sink.is_list && std::ranges::equal(m_keys, sink.path);
        });
        return found == m_sinks.end() ? nullptr : &*found;
    }
    void hand_on() {
        m_sink->take(std::move(m_keys.back()), std::move(m_item));
        m_memory = m_memory_around;
    }

    json* place(json&& value) {
        if (is_sunk()) return &(m_item = std::move(value));
        if (m_open.empty()) return &(m_root = std::move(value));
        if (!m_open.back()->is_array()) return &(*m_slot = std::move(value));
        if (m_open.back()->size() == kMostElements) fail("a list has more than 2097152 elements");
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
        const JsonSink* sink = sink_for(value);
        m_open.push_back(place(std::move(value)));
        m_keys.emplace_back();
        if (sink) m_sink = sink, m_sunk_depth = m_open.size(), m_memory_around = m_memory;
        return true;
    }

    bool close() {
        if (is_sunk()) m_sink = nullptr;
        m_open.pop_back();
        m_keys.pop_back();
        if (is_sunk()) hand_on();
        return true;
    }

    json m_root;
    std::vector<json*> m_open;
    std::vector<std::string> m_keys; ///< the last key in each open value
    json* m_slot = nullptr;          ///< where the value of the last key goes
    const JsonFeed& m_feed;
    std::size_t m_size; ///< of the text
    const std::filesystem::path& m_file;
    std::uint64_t m_offset;
    std::size_t m_memory = 0, m_memory_around = 0; ///< of all values, and of those beside the one handed on
    std::span<const JsonSink> m_sinks;
    const JsonSink* m_sink = nullptr; ///< takes the members of an open value
    std::size_t m_sunk_depth = 0;     ///< number of open values up to that one
    json m_item;                      ///< the member of it that is being read
};

} // namespace

json parse_json(std::string_view text, const std::filesystem::path& file, std::uint64_t offset,
                std::span<const JsonSink> sinks, TextIn where) {
    JsonFeed feed(text, file, offset, where);
    StrictBuilder builder(feed, text.size(), file, offset, sinks);
    if (!json::sax_parse(JsonFeedIterator(&feed), JsonFeedIterator(), &builder))
        throw Error(file, "is not valid JSON", offset);
    return builder.take();
}

json read_json(const std::filesystem::path& file, std::span<const JsonSink> sinks) {
    const MappedFile mapped(file);
    const ByteSpan bytes = mapped.bytes();
    return parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file, 0, sinks,
                      TextIn::Map);
}

} // namespace ffn
