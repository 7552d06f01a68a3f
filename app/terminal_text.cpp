#include "app/terminal_text.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace ffn::app {

namespace {

std::size_t width(std::string_view text) {
    return std::size_t(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

} // namespace

std::string printable(std::string_view text) {
    std::string clean;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool c1 = c == 0xC2 && i + 1 < text.size() && (text[i + 1] & 0xE0) == 0x80; // U+0080 … U+009F
        if (c == '\n')
            clean += ' ';
        else if (c < 0x20 || c == 0x7F || c1)
            clean += '?';
        else
            clean += char(c);
        if (c1) ++i;
    }
    return clean;
}

std::string counted(std::int64_t n, const char* one) {
    return std::to_string(n).append(" ").append(one).append(n == 1 ? "" : "s");
}

std::string table_text(const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& right) {
    constexpr std::size_t kWidest = 120; // one long name is not to widen the rows of a thousand others
    std::vector<std::size_t> widths(right.size());
    for (const auto& row : rows)
        for (std::size_t c = 0; c < row.size(); ++c)
            widths[c] = std::min(kWidest, std::max(widths[c], width(row[c])));
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string pad(widths[c] - std::min(widths[c], width(row[c])), ' ');
            line += (c ? "  " : "") + (right[c] ? pad + row[c] : row[c] + pad);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

void print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        throw Error(std::string("standard output cannot be written (") + std::strerror(errno) + ")");
}

void complain(std::string_view kind, std::string_view sentence) {
    const std::string line = "ffnscope: " + std::string(kind) + ": " + printable(sentence) + '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
}

} // namespace ffn::app
