#include "engine/analysis/line_groups.h"

#include "engine/core/error.h"

#include <algorithm>
#include <utility>

namespace ffn {

namespace {

constexpr std::size_t kLongest = 8192;     // bytes of a line
constexpr std::size_t kGroupBytes = 16384; // lines · longest line: what padding makes of a group
constexpr std::size_t kBuffer = 1 << 18;
constexpr std::int64_t kBlankBytes = 1 << 20; // blank lines that are passed over in one go

constexpr std::string_view kWideSpaces[] = {"\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80",
                                            "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84",
                                            "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88",
                                            "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9",
                                            "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};

bool is_ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
}

// Where to cut a line that is too long: after its last space, else between characters of UTF-8.
std::size_t cut(std::string_view line) {
    for (std::size_t i = kLongest; i > kLongest / 2; --i)
        if (is_ascii_space(line[i - 1])) return i;
    std::size_t end = kLongest;
    while (end > kLongest - 4 && (line[end] & 0xC0) == 0x80)
        --end;
    return end;
}

} // namespace

bool is_blank(std::string_view text) {
    while (!text.empty()) {
        std::size_t length = is_ascii_space(text.front()) ? 1 : 0;
        for (const std::string_view space : kWideSpaces)
            if (text.starts_with(space)) length = space.size();
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

LineGroups::LineGroups(const std::filesystem::path& file, std::int64_t offset, std::int64_t line_ends)
    : m_file(file), m_stream(file, std::ios::binary), m_offset(offset), m_line_ends(line_ends) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) throw Error(file, "is a folder, not a text file");
    if (!m_stream) throw Error(file, "cannot be opened to read");
    const auto size = std::int64_t(std::filesystem::file_size(file, error));
    if (error) throw Error(file, "has no size (" + error.message() + "); a scan reads plain files");
    if (offset > size) throw Error(file, "is shorter than the part of it that was read before");
    if (offset == 0) return;
    m_stream.seekg(offset - 1);
    m_begins_line = m_stream.get() == '\n';
}

void LineGroups::fill() {
    m_buffer.erase(0, m_at);
    m_at = 0;
    const std::size_t kept = m_buffer.size();
    m_buffer.resize(kept + kBuffer);
    m_stream.read(m_buffer.data() + kept, std::streamsize(kBuffer));
    m_buffer.resize(kept + std::size_t(m_stream.gcount()));
    if (m_stream.bad()) throw Error(m_file, "cannot be read", std::uint64_t(m_offset));
    m_ended = m_stream.gcount() == 0;
}

// One line, or a piece of a long one, without its end.
std::optional<LineGroups::Line> LineGroups::read_line() {
    if (m_held) return std::exchange(m_held, std::nullopt);
    while (!m_ended && m_buffer.size() - m_at <= kLongest && m_buffer.find('\n', m_at) == std::string::npos)
        fill();
    const std::string_view rest = std::string_view(m_buffer).substr(m_at);
    if (rest.empty()) return std::nullopt;
    std::size_t length = std::min(rest.substr(0, kLongest + 1).find('\n'), rest.size());
    const bool whole = length <= kLongest;
    if (!whole) length = cut(rest);
    const bool ends = whole && length < rest.size();
    Line line{std::string(rest.substr(0, length)), m_line_ends + 1, m_offset, m_line_ends, m_begins_line};
    m_begins_line = ends;
    if (ends && line.text.ends_with('\r')) line.text.pop_back();
    const std::size_t taken = length + (ends ? 1 : 0);
    m_line_ends += ends;
    m_at += taken;
    m_offset += std::int64_t(taken);
    return line;
}

std::optional<LineGroup> LineGroups::next() {
    LineGroup group;
    std::size_t longest = 0;
    bool read = false;
    const std::int64_t begin = m_held ? m_held->begin : m_offset;
    while (auto line = read_line()) {
        read = true;
        if (is_blank(line->text)) {
            if (m_offset - begin > kBlankBytes) break;
            continue;
        }
        longest = std::max(longest, line->text.size());
        if (!group.lines.empty() && (group.lines.size() + 1) * longest > kGroupBytes) {
            m_held = std::move(line);
            break;
        }
        group.begun += line->begins_line;
        group.lines.push_back(std::move(line->text));
        group.numbers.push_back(line->number);
    }
    if (!read) return std::nullopt;
    group.end = m_held ? m_held->begin : m_offset;
    group.line_ends = m_held ? m_held->line_ends_before : m_line_ends;
    return group;
}

} // namespace ffn
