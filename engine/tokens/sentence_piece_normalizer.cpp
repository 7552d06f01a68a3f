#include "engine/tokens/byte_trie.h"
#include "engine/tokens/meta_space.h"
#include "engine/tokens/text_normalizer.h"
#include "engine/tokens/utf8_text.h"

#include <utility>

namespace ffn {

namespace {

constexpr std::string_view kBroken = "\xEF\xBF\xBD";

/// One text on its way; the rules are SentencePiece's (normalizer.cc), step by step.
class Run {
  public:
    Run(const SentencePieceNormalization& options, const ByteTrie& kept, const AlignedText& raw)
        : m_options(options), m_kept(kept), m_raw(raw) {}

    AlignedText normalize() {
        while (m_options.remove_extra_whitespaces && m_at < m_raw.size()) {
            const CharsMap::Rule first = next();
            if (first.text != " ") break;
            m_at += first.length;
        }
        if (m_at >= m_raw.size()) return {};
        m_out.reserve(m_raw.size() + m_raw.size() / 2 + 3);
        if (!m_options.whitespace_as_suffix && m_options.add_dummy_prefix) put(' ');
        body();
        if (m_options.remove_extra_whitespaces) trim();
        if (m_options.whitespace_as_suffix && m_options.add_dummy_prefix) put(' ');
        // What a byte stands for reaches up to what the next one stands for.
        for (std::size_t i = 0; i < m_out.size(); ++i)
            m_out.origin[i].end = i + 1 < m_out.size() ? m_out.origin[i + 1].begin : place();
        return std::move(m_out);
    }

  private:
    std::string_view rest() const { return std::string_view(m_raw.text).substr(m_at); }
    std::uint32_t place() const { return m_raw.before(m_at).begin; }

    void put(char c) {
        const TextRange from{place(), place()};
        if (c == ' ' && m_options.escape_whitespaces)
            m_out.append(kMetaSpace, from);
        else
            m_out.push_back(c, from);
    }

    // What the next characters become.
    CharsMap::Rule next() const {
        if (const ByteTrie::Found found = m_kept.longest(rest()); found.value >= 0)
            return {found.length, rest().substr(0, found.length)};
        if (const auto rule = m_options.map.find(rest(), true)) return *rule;
        const Utf8Char c = utf8_at(m_raw.text, m_at);
        if (c.broken) return {1, kBroken};
        return {c.length, rest().substr(0, c.length)};
    }

    void body() {
        bool after_space = m_options.remove_extra_whitespaces;
        while (m_at < m_raw.size()) {
            CharsMap::Rule rule = next();
            while (after_space && rule.text.starts_with(' '))
                rule.text.remove_prefix(1);
            for (const char c : rule.text)
                put(c);
            if (!rule.text.empty()) after_space = rule.text.ends_with(' ');
            if (!m_options.remove_extra_whitespaces) after_space = false;
            m_at += rule.length;
        }
    }

    // The spaces at the end go, and the text with them ends before them.
    void trim() {
        const std::string_view space = m_options.escape_whitespaces ? kMetaSpace : std::string_view(" ");
        while (m_out.text.ends_with(space)) {
            const std::size_t length = m_out.size() - space.size();
            m_end = m_out.origin[length].begin;
            m_out.text.erase(length);
            m_out.origin.resize(length);
        }
        if (m_end) {
            while (m_at > 0 && m_raw.origin[m_at - 1].begin >= *m_end)
                --m_at;
        }
    }

    const SentencePieceNormalization& m_options;
    const ByteTrie& m_kept;
    const AlignedText& m_raw;
    AlignedText m_out;
    std::size_t m_at = 0;
    std::optional<std::uint32_t> m_end;
};

} // namespace

TextNormalizer normalize_sentence_piece(SentencePieceNormalization options) {
    ByteTrie kept;
    for (std::size_t i = 0; i < options.kept.size(); ++i)
        kept.insert(options.kept[i], std::int32_t(i));
    return [options = std::move(options), kept = std::move(kept)](const AlignedText& raw) {
        return Run(options, kept, raw).normalize();
    };
}

} // namespace ffn
