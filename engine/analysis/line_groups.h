#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ffn {

/// Some lines of a text file that go through a block together.
struct LineGroup {
    std::vector<std::string> lines;    ///< without their ends; none is blank
    std::vector<std::int64_t> numbers; ///< in the file, from 1
    std::int64_t end = 0;              ///< byte after the last of them
    std::int64_t line_ends = 0;        ///< line ends up to there
    std::int64_t begun = 0;            ///< lines that begin in it; what goes on a cut line counts no more
};

/// Reads a text file of any size in groups of lines, in bounded memory.
///
/// Where groups end depends on the file alone, not on where reading began, as long as it begins where a group
/// ended. Blank lines are passed over; lines longer than 8 KiB are cut, at white space where there is some.
class LineGroups {
  public:
    /// Begins at byte `offset`, after `line_ends` line ends. Throws Error where the file cannot be read or is
    /// shorter.
    LineGroups(const std::filesystem::path& file, std::int64_t offset, std::int64_t line_ends);
    /// Nothing at the end of the file, but for blank lines: these are part of the last, empty group.
    std::optional<LineGroup> next();

  private:
    struct Line {
        std::string text;
        std::int64_t number, begin, line_ends_before;
        bool begins_line;
    };
    std::optional<Line> read_line();
    void fill();

    std::filesystem::path m_file;
    std::optional<Line> m_held; ///< read, but of the next group
    std::ifstream m_stream;
    std::string m_buffer;
    std::size_t m_at = 0; ///< in the buffer
    bool m_ended = false;
    bool m_begins_line = true;
    std::int64_t m_offset, m_line_ends;
};

/// True for a text of nothing but white space (Unicode's).
bool is_blank(std::string_view text);

} // namespace ffn
