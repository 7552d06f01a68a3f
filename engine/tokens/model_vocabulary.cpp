#include "engine/tokens/model_vocabulary.h"

#include "engine/tokens/metadata_json.h"

#include <algorithm>
#include <array>
#include <set>

namespace ffn {

namespace {

const std::string kTokenizer = "ffnscope.tokenizer", kVocabulary = "ffnscope.vocabulary",
                  kLowercase = "ffnscope.lowercase", kUnknown = "ffnscope.unknown",
                  kPositions = "ffnscope.positions", kEmbedding = "ffnscope.embedding",
                  kUnembedding = "ffnscope.unembedding", kText = "ffnscope.text", kAbout = "ffnscope.about";

std::string entry(const TensorArchive& archive, const std::string& key) {
    const auto found = archive.metadata().find(key);
    return found == archive.metadata().end() ? std::string() : found->second;
}

bool has_any(const TensorArchive& archive) {
    return std::ranges::any_of(std::array{&kTokenizer, &kVocabulary, &kLowercase, &kUnknown, &kPositions,
                                          &kEmbedding, &kUnembedding, &kText, &kAbout},
                               [&](const std::string* key) { return archive.metadata().contains(*key); });
}

std::string read_tokenizer(const TensorArchive& archive) {
    const std::string tokenizer = entry(archive, kTokenizer);
    const bool has_vocabulary = archive.metadata().contains(kVocabulary);
    if (tokenizer.empty() && has_vocabulary) return "words";
    if (!tokenizer.empty() && tokenizer != "words" && tokenizer != "bytes")
        fail_metadata(archive, kTokenizer, "is “" + tokenizer + "”; words and bytes are known");
    if (tokenizer == "bytes" && has_vocabulary)
        fail_metadata(archive, kVocabulary, "does not go with the tokeniser bytes");
    return tokenizer;
}

bool read_lowercase(const TensorArchive& archive) {
    const std::string lowercase = entry(archive, kLowercase);
    if (!lowercase.empty() && lowercase != "true" && lowercase != "false")
        fail_metadata(archive, kLowercase, "is “" + lowercase + "”; it should be true or false");
    return lowercase == "true";
}

std::optional<Vocabulary> read_vocabulary(const TensorArchive& archive) {
    const bool lowercase = read_lowercase(archive);
    const std::string unknown = entry(archive, kUnknown);
    if (!archive.metadata().contains(kVocabulary)) return std::nullopt;
    Vocabulary vocabulary{metadata_texts(archive, kVocabulary, metadata_json(archive, kVocabulary)),
                          lowercase, unknown};
    if (vocabulary.words.empty()) fail_metadata(archive, kVocabulary, "has no words");
    std::set<std::string_view> seen;
    for (const auto& word : vocabulary.words)
        if (!seen.insert(word).second) fail_metadata(archive, kVocabulary, "has “" + word + "” twice");
    if (!unknown.empty() && !seen.contains(unknown))
        fail_metadata(archive, kUnknown, "is “" + unknown + "”, which is not in the vocabulary");
    return vocabulary;
}

Positions read_positions(const TensorArchive& archive) {
    const std::string text = entry(archive, kPositions);
    const auto positions = text.empty() ? Positions::None : positions_from_name(text);
    if (!positions) fail_metadata(archive, kPositions, "is “" + text + "”; it should be none or sinusoidal");
    return *positions;
}

// Name of a [vocabulary, d_model] tensor; the ids must not reach beyond its rows.
std::string read_table(const TensorArchive& archive, const std::string& key,
                       const std::optional<Vocabulary>& vocabulary) {
    const std::string tensor = entry(archive, key);
    if (tensor.empty()) return tensor;
    const auto index = archive.find(tensor);
    if (index < 0) fail_metadata(archive, key, "names the tensor “" + tensor + "”, which is not there");
    const TensorInfo& info = archive.tensors()[std::size_t(index)];
    if (info.shape.size() != 2 || info.count() == 0)
        fail_metadata(archive, key, "names the tensor “" + tensor + "”, which is no [vocabulary, d_model]");
    if (vocabulary && info.shape[0] != std::int64_t(vocabulary->words.size()))
        fail_metadata(archive, key,
                      "names the tensor “" + tensor + "” with " + std::to_string(info.shape[0]) +
                          " rows, but the vocabulary has " + std::to_string(vocabulary->words.size()) +
                          " words");
    return tensor;
}

} // namespace

std::optional<ModelVocabulary> model_vocabulary(const TensorArchive& archive) {
    if (!has_any(archive)) return std::nullopt;
    ModelVocabulary model;
    model.tokenizer = read_tokenizer(archive);
    model.vocabulary = read_vocabulary(archive);
    model.positions = read_positions(archive);
    model.embedding = read_table(archive, kEmbedding, model.vocabulary);
    model.unembedding = read_table(archive, kUnembedding, model.vocabulary);
    model.text = entry(archive, kText);
    model.about = entry(archive, kAbout);
    return model;
}

} // namespace ffn
