#include "engine/exports/capture_names.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

namespace ffn {

namespace {

constexpr std::array<std::string_view, 4> kWrappers{"module", "_orig_mod", "_fsdp_wrapped_module",
                                                    "_forward_module"};

/// Without the parts that wrappers add, each part with a dot after it.
std::string bare(std::string_view name) {
    std::string kept;
    while (!name.empty()) {
        const std::string_view part = name.substr(0, name.find('.'));
        name.remove_prefix(std::min(part.size() + 1, name.size()));
        if (std::ranges::find(kWrappers, part) == kWrappers.end()) kept.append(part).append(".");
    }
    return kept;
}

/// Calls f(end) for the name and for what is left of it after each of its first parts, the longest first.
template <class F>
void for_ends(std::string_view name, F f) {
    constexpr int kMostParts = 64; // no real name has more; a made-up one would cost the square of its length
    for (int part = 0; part < kMostParts && !name.empty(); ++part) {
        f(name);
        name.remove_prefix(std::min(name.find('.') + 1, name.size()));
    }
}

std::vector<std::string> bare_names(std::span<const std::string> names) {
    std::vector<std::string> result;
    for (const std::string& name : names)
        result.push_back(bare(name));
    return result;
}

/// How many names are that in full, and one of them.
struct Owner {
    std::size_t index = 0, count = 0;
};
using Owners = std::unordered_map<std::string_view, Owner>;

Owners owners_of(std::span<const std::string> names) {
    Owners owners;
    for (std::size_t i = 0; i < names.size(); ++i) {
        Owner& owner = owners[names[i]];
        owner = {i, owner.count + 1};
    }
    return owners;
}

/// Pairs of names of which one ends in the other.
class Pairs {
  public:
    Pairs(std::span<const std::string> captured, std::span<const std::string> blocks)
        : m_of_captured(captured.size()), m_of_blocks(blocks.size()) {
        const Owners whole_captured = owners_of(captured), whole_blocks = owners_of(blocks);
        for (std::size_t b = 0; b < blocks.size(); ++b)
            for_ends(blocks[b], [&](std::string_view end) {
                const auto found = whole_captured.find(end);
                if (found != whole_captured.end()) add(found->second.index, b, found->second.count);
            });
        for (std::size_t c = 0; c < captured.size(); ++c)
            for_ends(captured[c], [&](std::string_view end) {
                const auto found = whole_blocks.find(end);
                if (found != whole_blocks.end() && end.size() < captured[c].size())
                    add(c, found->second.index, found->second.count);
            });
    }

    /// Nothing where either of the two could be another's.
    std::optional<std::size_t> captured_of(std::size_t block) const {
        const Owner& mine = m_of_blocks[block];
        if (mine.count != 1 || m_of_captured[mine.index].count != 1) return std::nullopt;
        return mine.index;
    }

  private:
    void add(std::size_t captured, std::size_t block, std::size_t times) {
        m_of_blocks[block] = {captured, m_of_blocks[block].count + times};
        m_of_captured[captured] = {block, m_of_captured[captured].count + times};
    }

    std::vector<Owner> m_of_captured, m_of_blocks;
};

} // namespace

std::vector<std::optional<std::size_t>> match_captured(std::span<const std::string> captured,
                                                       std::span<const std::string> blocks) {
    const std::vector<std::string> bare_captured = bare_names(captured), bare_blocks = bare_names(blocks);
    const Pairs pairs(bare_captured, bare_blocks);
    std::vector<std::optional<std::size_t>> matches;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const auto same = std::ranges::find(captured, blocks[b]);
        if (same != captured.end())
            matches.emplace_back(std::size_t(same - captured.begin()));
        else if (captured.size() == 1 && blocks.size() == 1)
            matches.emplace_back(std::size_t(0));
        else
            matches.push_back(pairs.captured_of(b));
    }
    return matches;
}

} // namespace ffn
