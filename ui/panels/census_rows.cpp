#include "ui/panels/census_rows.h"

#include "ui/panels/token_text.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace ffn::ui {

namespace {

/// Numbers labels in the order they are met.
class Vocabulary {
  public:
    int number(const QString& label) {
        const auto known = m_numbers.constFind(label);
        if (known != m_numbers.constEnd()) return *known;
        m_numbers.insert(label, int(m_labels.size()));
        m_labels.append(label);
        return int(m_labels.size()) - 1;
    }
    const QStringList& labels() const { return m_labels; }

  private:
    QHash<QString, int> m_numbers;
    QStringList m_labels;
};

} // namespace

QString bareToken(QString label) {
    static const QRegularExpression kMarks("^(?:##|[␣▁Ġ])+(?=.)|(?<=.)(?:</w>|[␣])+$");
    return label.remove(kMarks).toCaseFolded();
}

CensusRows censusRows(UnitCensus census, const TokenBatch& tokens) {
    CensusRows rows;
    Vocabulary vocabulary;
    const qint64 len = tokens.len();
    for (const UnitRecord& unit : census.units) {
        std::vector<int>& top = rows.top.emplace_back();
        QStringList words;
        for (const TopToken& each : unit.top) {
            const int token = vocabulary.number(tokenLabel(tokens, each.sequence * len + each.position));
            if (std::ranges::find(top, token) != top.end()) continue;
            top.push_back(token);
            words += vocabulary.labels()[token];
        }
        rows.topText += words.isEmpty() ? QString("–") : words.join("  ");
        rows.main.push_back(unit.main_token.empty() ? -1
                                                    : vocabulary.number(tokenLabel({unit.main_token}, 0)));
    }
    rows.vocabulary = vocabulary.labels();
    for (const QString& label : rows.vocabulary)
        rows.bare += bareToken(label);
    rows.census = std::move(census);
    return rows;
}

} // namespace ffn::ui
