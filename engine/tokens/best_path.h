#pragma once

#include "engine/tokens/byte_trie.h"
#include "engine/tokens/utf8_text.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ffn {

/// Pieces longer than this are refused where every place of a text is tried against all pieces.
inline constexpr std::size_t kLongestPiece = 512;

struct PathPart {
    std::int32_t value = -1; ///< −1: one unknown character
    std::uint32_t begin = 0, end = 0;
};

/// The cheapest way through `text` in pieces of `trie`, each character at least as an unknown one (Viterbi
/// 1967, as Kudo 2018 uses it). `score_of(value, length)` is a piece's score in double; `Sum` is what sums
/// are kept in. Of equal sums the one found first stands: the piece that begins first.
template <class Sum, class Score>
std::vector<PathPart> best_path(std::string_view text, const ByteTrie& trie, double unknown_score,
                                Score&& score_of) {
    struct Node {
        Sum sum = 0;
        std::int32_t value = -1;
        std::uint32_t begin = UINT32_MAX; ///< nothing ends here yet
    };
    std::vector<Node> ends(text.size() + 1);
    const auto offer = [&](std::size_t end, double sum, std::int32_t value, std::size_t begin) {
        Node& node = ends[end];
        if (node.begin == UINT32_MAX || sum > double(node.sum))
            node = {Sum(sum), value, std::uint32_t(begin)};
    };
    for (std::size_t begin = 0; begin < text.size();) {
        const double so_far = double(ends[begin].sum);
        const std::size_t one = utf8_at(text, begin).length;
        bool single = false;
        std::uint32_t node = 0;
        for (std::size_t at = begin; at < text.size();) {
            node = trie.child(node, text[at++]);
            if (node == ByteTrie::kNone) break;
            const std::int32_t value = trie.value(node);
            if (value < 0) continue;
            offer(at, score_of(value, at - begin) + so_far, value, begin);
            single = single || at - begin == one;
        }
        if (!single) offer(begin + one, double(Sum(unknown_score + so_far)), -1, begin);
        begin += one;
    }
    std::vector<PathPart> path;
    for (std::size_t end = text.size(); end > 0; end = ends[end].begin)
        path.push_back({ends[end].value, ends[end].begin, std::uint32_t(end)});
    std::ranges::reverse(path);
    return path;
}

} // namespace ffn
