#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace ffn {

/// The lines of a text, without their ends (LF or CR LF). The last needs none.
inline std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
    }
    return lines;
}

} // namespace ffn
