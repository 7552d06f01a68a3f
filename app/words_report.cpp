#include "app/words_report.h"

#include "engine/analysis/vocabulary_projection.h"

namespace ffn::app {

namespace {

using Json = nlohmann::ordered_json;

Json words_json(const std::vector<WordMatch>& words, const ui::WordTables& tables) {
    Json list = Json::array();
    for (const WordMatch& word : words)
        list.push_back({{"id", word.id}, {"word", tables.word(word.id)}, {"score", word.value}});
    return list;
}

Json tokens_json(const Snapshot& snapshot, const ui::WordTables& tables, const ProjectionOptions& options,
                 const Progress& progress) {
    std::vector<std::int64_t> rows;
    for (std::int64_t b = 0; b < snapshot.tokens->batch(); ++b)
        for (std::int64_t p = 0; p < snapshot.tokens->length(b); ++p)
            rows.push_back(b * snapshot.tokens->len() + p);
    const auto words = token_words(snapshot, *tables.embedding, rows, options, progress);
    Json list = Json::array();
    std::size_t i = 0;
    for (std::int64_t b = 0; b < snapshot.tokens->batch(); ++b) {
        Json row = Json::array();
        for (std::int64_t p = 0; p < snapshot.tokens->length(b); ++p, ++i)
            row.push_back({{"before", words_json(words[i].before, tables)},
                           {"after", words_json(words[i].after, tables)}});
        list.push_back(std::move(row));
    }
    return list;
}

Json unit_json(std::int64_t unit, const UnitWords& words, const ui::WordTables& tables) {
    Json json{{"unit", unit},
              {"reads_cosine", words_json(words.reads_cosine, tables)},
              {"reads_dot", words_json(words.reads_dot, tables)}};
    if (!words.gate_cosine.empty()) {
        json["gate_cosine"] = words_json(words.gate_cosine, tables);
        json["gate_dot"] = words_json(words.gate_dot, tables);
    }
    json["promotes"] = words_json(words.promotes, tables);
    json["suppresses"] = words_json(words.suppresses, tables);
    return json;
}

} // namespace

WordsReport words_report(const Snapshot& snapshot, const ui::WordTables& tables, const RunOptions& options,
                         const Progress& progress) {
    const ProjectionOptions projection{options.output.vocabulary, options.engine.threads};
    WordsReport report;
    report.json["embedding"] = tables.embedding_name;
    report.json["output"] = tables.output_name;
    report.json["tokens"] = tokens_json(snapshot, tables, projection, progress);
    report.json["units"] = Json::array();
    for (const std::int64_t unit : options.output.word_units)
        report.json["units"].push_back(unit_json(
            unit, unit_words(*snapshot.model, *tables.embedding, *tables.output, unit, projection, progress),
            tables));
    return report;
}

} // namespace ffn::app
