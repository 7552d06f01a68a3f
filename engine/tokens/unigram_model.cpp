#include "engine/core/error.h"
#include "engine/tokens/best_path.h"
#include "engine/tokens/code_points.h"
#include "engine/tokens/subword_model.h"

#include <array>
#include <limits>

namespace ffn {

namespace {

constexpr double kUnknownPenalty = 10;

class UnigramModel : public SubwordModel {
  public:
    UnigramModel(PieceTable pieces, UnigramOptions options)
        : SubwordModel(std::move(pieces)), m_options(std::move(options)) {
        double least = std::numeric_limits<double>::infinity();
        for (std::int32_t i = 0; i < std::int32_t(this->pieces().size()); ++i) {
            const std::string_view piece = this->pieces().piece(i);
            if (piece.size() > kLongestPiece)
                throw Error("piece " + std::to_string(i) + " is " + std::to_string(piece.size()) +
                            " bytes long; up to 512 are read");
            if (!piece.empty()) m_trie.insert(piece, i);
            least = std::min(least, m_options.scores[std::size_t(i)]);
        }
        m_unknown_score = least - kUnknownPenalty;
        for (int byte = 0; m_options.byte_fallback && byte < 256; ++byte)
            m_bytes[std::size_t(byte)] = this->pieces().find(byte_label(static_cast<unsigned char>(byte)));
    }

    void split(std::string_view word, std::vector<SubToken>& parts) const override {
        const auto score_of = [&](std::int32_t place, std::size_t) {
            return m_options.scores[std::size_t(place)];
        };
        const std::vector<PathPart> path = best_path<double>(word, m_trie, m_unknown_score, score_of);
        for (std::size_t i = 0; i < path.size();) {
            if (path[i].value >= 0 && path[i].value != m_options.unknown) {
                parts.push_back({path[i].value, path[i].begin, path[i].end});
                ++i;
                continue;
            }
            const std::uint32_t begin = path[i].begin;
            while (i < path.size() && (path[i].value < 0 || path[i].value == m_options.unknown))
                ++i;
            add_unknown(word, begin, path[i - 1].end, parts);
        }
    }

  private:
    void add_unknown(std::string_view word, std::uint32_t begin, std::uint32_t end,
                     std::vector<SubToken>& parts) const {
        if (m_options.unknown == PieceTable::kNone)
            throw Error("“" + std::string(word.substr(begin, end - begin)) +
                        "” is not in the vocabulary, which has no piece for what is unknown");
        const auto byte_at = [&](std::uint32_t i) { return m_bytes[static_cast<unsigned char>(word[i])]; };
        bool bytes = m_options.byte_fallback;
        for (std::uint32_t i = begin; bytes && i < end; ++i)
            bytes = byte_at(i) != PieceTable::kNone;
        const std::int32_t whole = pieces().find(word.substr(begin, end - begin));
        if (whole != PieceTable::kNone)
            parts.push_back({whole, begin, end});
        else if (!bytes)
            parts.push_back({m_options.unknown, begin, end, true});
        for (std::uint32_t i = begin; whole == PieceTable::kNone && bytes && i < end; ++i)
            parts.push_back({byte_at(i), i, i + 1});
    }

    UnigramOptions m_options;
    ByteTrie m_trie;
    double m_unknown_score = 0;
    std::array<std::int32_t, 256> m_bytes{};
};

} // namespace

std::unique_ptr<SubwordModel> make_unigram_model(PieceTable pieces, UnigramOptions options) {
    return std::make_unique<UnigramModel>(std::move(pieces), std::move(options));
}

} // namespace ffn
