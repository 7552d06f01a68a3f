#include "engine/tokens/char_class.h"
#include "engine/tokens/text_normalizer.h"
#include "engine/tokens/utf8_text.h"

#include <algorithm>
#include <array>
#include <utf8proc.h>

namespace ffn {

namespace {

struct Mark {
    utf8proc_int32_t value;
    int order; ///< the canonical combining class
};

bool compatible(UnicodeForm form) {
    return form == UnicodeForm::Nfkc || form == UnicodeForm::Nfkd;
}
bool composed(UnicodeForm form) {
    return form == UnicodeForm::Nfc || form == UnicodeForm::Nfkc;
}

void decompose(std::int32_t c, UnicodeForm form, std::vector<Mark>& out) {
    std::array<utf8proc_int32_t, 32> parts{}; // the longest decomposition of Unicode has 18
    const auto options =
        utf8proc_option_t(compatible(form) ? UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT : UTF8PROC_DECOMPOSE);
    int boundary = 0;
    const auto count =
        utf8proc_decompose_char(c, parts.data(), utf8proc_ssize_t(parts.size()), options, &boundary);
    if (count <= 0 || count > utf8proc_ssize_t(parts.size())) {
        out.push_back({c, 0});
        return;
    }
    for (utf8proc_ssize_t i = 0; i < count; ++i)
        out.push_back({parts[std::size_t(i)], utf8proc_get_property(parts[std::size_t(i)])->combining_class});
}

// Class 0 and yet second in a composition: NFC_Quick_Check=Maybe of Unicode's DerivedNormalizationProps.
bool joins_the_one_before(std::int32_t c) {
    static constexpr std::array<std::pair<std::int32_t, std::int32_t>, 25> kRanges{{
        {0x09BE, 0x09BE},   {0x09D7, 0x09D7},   {0x0B3E, 0x0B3E},   {0x0B56, 0x0B57},   {0x0BBE, 0x0BBE},
        {0x0BD7, 0x0BD7},   {0x0CC2, 0x0CC2},   {0x0CD5, 0x0CD6},   {0x0D3E, 0x0D3E},   {0x0D57, 0x0D57},
        {0x0DCF, 0x0DCF},   {0x0DDF, 0x0DDF},   {0x102E, 0x102E},   {0x1161, 0x1175},   {0x11A8, 0x11C2},
        {0x1B35, 0x1B35},   {0x11127, 0x11127}, {0x1133E, 0x1133E}, {0x11357, 0x11357}, {0x114B0, 0x114B0},
        {0x114BA, 0x114BA}, {0x114BD, 0x114BD}, {0x115AF, 0x115AF}, {0x11930, 0x11930}, {0x0DCA, 0x0DCA},
    }};
    return std::ranges::any_of(kRanges,
                               [c](const auto& range) { return c >= range.first && c <= range.second; });
}

/// Normalises a character with all that may join it. Marks are sorted here, as a hostile text may have a
/// million of them on one letter.
class Cluster {
  public:
    explicit Cluster(UnicodeForm form) : m_form(form) {}

    /// False where `c` begins the next cluster.
    bool takes(std::int32_t c) {
        m_next.clear();
        decompose(c, m_form, m_next);
        return m_marks.empty() || m_next.front().order != 0 ||
               (composed(m_form) && joins_the_one_before(m_next.front().value));
    }
    /// The character last looked at.
    void add(TextRange from) {
        if (m_marks.empty()) m_from = from;
        m_from.end = from.end;
        m_marks.insert(m_marks.end(), m_next.begin(), m_next.end());
    }

    void flush(AlignedText& out) {
        for (auto first = m_marks.begin(); first != m_marks.end();) {
            first = std::find_if(first, m_marks.end(), [](const Mark& m) { return m.order != 0; });
            const auto last = std::find_if(first, m_marks.end(), [](const Mark& m) { return m.order == 0; });
            std::stable_sort(first, last, [](const Mark& a, const Mark& b) { return a.order < b.order; });
            first = last;
        }
        m_points.clear();
        for (const Mark& mark : m_marks)
            m_points.push_back(mark.value);
        auto count = utf8proc_ssize_t(m_points.size());
        if (composed(m_form) && count > 1)
            count = utf8proc_normalize_utf32(m_points.data(), count,
                                             utf8proc_option_t(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
        for (utf8proc_ssize_t i = 0; i < count; ++i)
            out.append(m_points[std::size_t(i)], m_from);
        m_marks.clear();
    }

  private:
    UnicodeForm m_form;
    std::vector<Mark> m_marks, m_next;
    std::vector<utf8proc_int32_t> m_points;
    TextRange m_from;
};

bool ascii_at(const AlignedText& text, std::size_t at) {
    return at >= text.size() || static_cast<unsigned char>(text.text[at]) < 0x80;
}

AlignedText to_form(const AlignedText& text, UnicodeForm form) {
    AlignedText out;
    out.reserve(text.size());
    Cluster cluster(form);
    for (std::size_t at = 0; at < text.size();) {
        if (ascii_at(text, at) && ascii_at(text, at + 1)) {
            cluster.flush(out);
            out.append(text, at, at + 1);
            ++at;
            continue;
        }
        const Utf8Char c = utf8_at(text.text, at);
        if (!cluster.takes(c.value)) {
            cluster.flush(out);
            cluster.takes(c.value);
        }
        cluster.add(text.range(at, at + c.length));
        at += c.length;
    }
    cluster.flush(out);
    return out;
}

} // namespace

TextNormalizer normalize_unicode(UnicodeForm form) {
    return [form](const AlignedText& text) { return to_form(text, form); };
}

} // namespace ffn
