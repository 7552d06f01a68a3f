#include "engine/tokens/byte_pair_merges.h"

#include "engine/core/error.h"
#include "engine/tokens/json_fields.h"
#include "engine/tokens/text_lines.h"

#include <nlohmann/json.hpp>

namespace ffn {

PieceTable piece_table(const nlohmann::json& vocabulary, const std::filesystem::path& file,
                       const std::string& where) {
    PieceTable pieces;
    for (const auto& [piece, id] : vocabulary.items())
        pieces.add(piece, token_id(id, file, where + "." + piece));
    if (pieces.size() == 0) throw Error(file, "“" + where + "” holds no pieces");
    return pieces;
}

Merge merge_in(const PieceTable& pieces, const std::string& left, const std::string& right,
               const std::string& prefix, const std::filesystem::path& file) {
    const std::string joined = left + (right.starts_with(prefix) ? right.substr(prefix.size()) : right);
    for (const std::string* piece : {&left, &right, &joined})
        if (pieces.find(*piece) == PieceTable::kNone)
            throw Error(file, "the merge of “" + left + "” and “" + right + "” needs the piece “" + *piece +
                                  "”, which is not in the vocabulary");
    return {pieces.find(left), pieces.find(right), pieces.find(joined)};
}

void MergeTexts::add(const nlohmann::json& merge) {
    const std::size_t number = m_size++;
    if (number >= kMostMerges || number >= m_first_bad) return;
    std::string_view left, right;
    if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
        left = merge[0].get_ref<const std::string&>();
        right = merge[1].get_ref<const std::string&>();
    } else {
        const std::string_view text =
            merge.is_string() ? merge.get_ref<const std::string&>() : std::string_view();
        const std::size_t space = text.find(' ');
        if (space == text.npos || text.find(' ', space + 1) != text.npos) {
            m_first_bad = number;
            return;
        }
        left = text.substr(0, space);
        right = text.substr(space + 1);
    }
    m_text.append(left).append(right);
    m_ends.push_back({std::uint32_t(m_text.size() - right.size()), std::uint32_t(m_text.size())});
}

std::pair<std::string, std::string> MergeTexts::operator[](std::size_t i) const {
    const std::uint32_t begin = i == 0 ? 0 : m_ends[i - 1][1];
    const auto [middle, end] = m_ends[i];
    return {m_text.substr(begin, middle - begin), m_text.substr(middle, end - middle)};
}

std::vector<Merge> read_merges(std::string_view text, const PieceTable& pieces,
                               const std::filesystem::path& file) {
    std::vector<Merge> merges;
    std::size_t number = 0;
    for (const std::string_view line : TextLines(text)) {
        ++number;
        if (line.empty() || line.starts_with("#version")) continue;
        if (merges.size() == kMostMerges) throw Error(file, "has more than 1048576 merges");
        const std::size_t space = line.find(' ');
        if (space == 0 || space == std::string_view::npos || space + 1 == line.size() ||
            line.find(' ', space + 1) != std::string_view::npos)
            throw Error(file,
                        "line " + std::to_string(number) + " is not two pieces with a space between them");
        merges.push_back(merge_in(pieces, std::string(line.substr(0, space)),
                                  std::string(line.substr(space + 1)), "", file));
    }
    return merges;
}

} // namespace ffn
