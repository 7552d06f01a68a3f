#include "ui/panels/unit_filter.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace ffn::ui {

namespace {

struct Piece {
    QString text; // case-folded
    bool quoted = false;
};

QList<Piece> piecesOf(const QString& line) {
    static const QRegularExpression kPiece(
        "\"([^\"]*)\"|“([^”]*)”|«([^»]*)»|「([^」]*)」|([^\\s,;，；、\"“«「]+)");
    QList<Piece> pieces;
    auto it = kPiece.globalMatch(line);
    while (it.hasNext()) {
        const QRegularExpressionMatch match = it.next();
        const bool bare = match.hasCaptured(5);
        const QString text = match.captured(match.lastCapturedIndex()).toCaseFolded();
        if (!text.isEmpty()) pieces.append({text, !bare});
    }
    return pieces;
}

std::optional<UnitFilter::Range> rangeOf(const Piece& piece) {
    static const QRegularExpression kRange("^(\\d{1,15})(?:[-–—~](\\d{1,15}))?$");
    const QRegularExpressionMatch match = kRange.match(piece.text);
    if (piece.quoted || !match.hasMatch()) return std::nullopt;
    const qint64 first = match.captured(1).toLongLong();
    const qint64 last = match.hasCaptured(2) ? match.captured(2).toLongLong() : first;
    return UnitFilter::Range{std::min(first, last), std::max(first, last)};
}

/// Reads pieces from left to right.
class Parser {
  public:
    Parser(QList<Piece> pieces, const FilterWords& words) : m_pieces(std::move(pieces)), m_words(words) {
        for (std::size_t k = 0; k < kUnitKinds; ++k) {
            const std::string_view english = name(UnitKind(k));
            addKind(QString::fromUtf8(english.data(), qsizetype(english.size())), UnitKind(k));
            addKind(words.kinds[k], UnitKind(k));
        }
        addKind("dead", UnitKind::DeadSoFar);
        addKind("positional", UnitKind::Position);
    }

    UnitFilter run() {
        while (m_at < m_pieces.size())
            takePosition() || takeOnly() || takeKind() || takeUnits() || takeWord(false);
        return m_filter;
    }

  private:
    void addKind(const QString& name, UnitKind kind) {
        if (!name.isEmpty()) m_kinds.insert(name.toCaseFolded().replace('-', ' '), kind);
    }
    bool isWord(qsizetype at, std::initializer_list<QString> any) const {
        if (at >= m_pieces.size() || m_pieces[at].quoted) return false;
        return std::ranges::any_of(
            any, [&](const QString& w) { return !w.isEmpty() && m_pieces[at].text == w.toCaseFolded(); });
    }

    bool takePosition() {
        if (!isWord(m_at, {"position", "positions", m_words.position}) || m_at + 1 == m_pieces.size())
            return false;
        const auto range = rangeOf(m_pieces[m_at + 1]);
        if (!range) return false;
        m_filter.positions.push_back(*range);
        m_at += 2;
        return true;
    }
    bool takeOnly() {
        if (!isWord(m_at, {"only", m_words.only}) || m_at + 1 == m_pieces.size()) return false;
        ++m_at;
        return takeWord(true);
    }
    // The longest name first: "dead so far" before "dead".
    bool takeKind() {
        for (qsizetype count = std::min<qsizetype>(3, m_pieces.size() - m_at); count > 0; --count) {
            QStringList name;
            for (qsizetype i = m_at; i < m_at + count && !m_pieces[i].quoted; ++i)
                name += m_pieces[i].text;
            const auto kind = m_kinds.constFind(name.join(' ').replace('-', ' '));
            if (name.size() < count || kind == m_kinds.constEnd()) continue;
            m_filter.kinds.insert(*kind);
            m_at += count;
            return true;
        }
        return false;
    }
    bool takeUnits() {
        const auto range = rangeOf(m_pieces[m_at]);
        if (range) m_filter.units.push_back(*range), ++m_at;
        return range.has_value();
    }
    bool takeWord(bool only) {
        const Piece& piece = m_pieces[m_at++];
        m_filter.words.push_back({piece.text, piece.quoted, only});
        return true;
    }

    QList<Piece> m_pieces;
    const FilterWords& m_words;
    QHash<QString, UnitKind> m_kinds;
    UnitFilter m_filter;
    qsizetype m_at = 0;
};

bool isIn(const std::vector<UnitFilter::Range>& ranges, qint64 first, qint64 last) {
    return std::ranges::any_of(ranges, [&](const auto& r) { return first >= r.first && last <= r.last; });
}

/// One word against every token there is, once.
struct MatchedWord {
    bool only = false;
    std::vector<bool> tokens;
};

std::vector<MatchedWord> matchWords(const UnitFilter& filter, const CensusRows& rows) {
    std::vector<MatchedWord> matched;
    for (const UnitFilter::Word& word : filter.words) {
        MatchedWord& one = matched.emplace_back(MatchedWord{word.only, {}});
        const bool whole = word.whole || word.only;
        for (qsizetype i = 0; i < rows.vocabulary.size(); ++i)
            one.tokens.push_back(whole ? rows.bare[i] == word.text ||
                                             rows.vocabulary[i].toCaseFolded() == word.text
                                       : rows.bare[i].startsWith(word.text));
    }
    return matched;
}

} // namespace

UnitFilter parseUnitFilter(const QString& line, const FilterWords& words) {
    return Parser(piecesOf(line), words).run();
}

std::vector<bool> passing(const UnitFilter& filter, const CensusRows& rows) {
    const std::vector<MatchedWord> words = matchWords(filter, rows);
    const auto has = [&](std::size_t u) {
        return words.empty() || std::ranges::any_of(words, [&](const MatchedWord& word) {
                   const auto hit = [&](int token) { return token >= 0 && word.tokens[std::size_t(token)]; };
                   const bool mostly = rows.census.units[u].main_share >= rows.census.rules.one_token;
                   return word.only ? mostly && hit(rows.main[u]) : std::ranges::any_of(rows.top[u], hit);
               });
    };
    std::vector<bool> result;
    for (std::size_t u = 0; u < rows.census.units.size(); ++u) {
        const UnitRecord& unit = rows.census.units[u];
        result.push_back(
            (filter.kinds.empty() || filter.kinds.contains(unit.kind)) &&
            (filter.units.empty() || isIn(filter.units, unit.unit, unit.unit)) &&
            (filter.positions.empty() ||
             (unit.active > 0 && isIn(filter.positions, unit.first_position, unit.last_position))) &&
            has(u));
    }
    return result;
}

} // namespace ffn::ui
