#include "engine/tokens/tokenizer_json.h"

#include "engine/tokens/tokenizer_json_parts.h"

#include <map>
#include <utility>

namespace ffn {

using nlohmann::json;

namespace {

constexpr const char* kKnown = "tokenizer.json";

constexpr std::size_t kMostSteps = 64, kMostAround = 64;

/// Objects in lists, and in lists of these.
std::size_t steps_in(const json& component) {
    std::size_t steps = 0;
    for (const json& field : component) {
        if (!field.is_array()) continue;
        for (const json& element : field)
            if (element.is_object()) steps += 1 + steps_in(element);
    }
    return steps;
}

/// Where a token is defined twice, the later one stands, as it does for those who write these files.
void take_added(const AddedEntries& added, TokenizerParts& parts) {
    std::map<std::string, AddedToken> plain, normalized;
    for (const AddedEntry& entry : added.entries()) {
        AddedToken token = entry.token;
        const std::int32_t place = parts.model->pieces().find(token.content);
        if (place != PieceTable::kNone) token.id = parts.model->pieces().id(place);
        if (entry.normalized && parts.normalize)
            token.wanted = parts.normalize(align_valid(token.content)).text;
        (entry.normalized ? normalized : plain)[token.content] = token;
        (entry.normalized ? plain : normalized).erase(token.content);
    }
    const auto values = [](const std::map<std::string, AddedToken>& tokens) {
        std::vector<AddedToken> list;
        for (const auto& [content, token] : tokens)
            list.push_back(token);
        return AddedTokens(std::move(list));
    };
    parts.added = values(plain);
    parts.added_normalized = values(normalized);
}

SpecialToken pair_of(const JsonFields& fields, const char* name) {
    const json& pair = fields.at(name);
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string())
        fields.fail("should have a token and its id as “" + std::string(name) + "”");
    return {pair[0].get<std::string>(), token_id(pair[1], fields.file(), fields.where() + "." + name)};
}

void read_template(const JsonFields& fields, TokenizerParts& parts) {
    fields.allow({"type", "single", "pair", "special_tokens"});
    bool text_seen = false;
    for (const json& step : fields.list("single")) {
        const JsonFields one(step, fields.file(), fields.where() + ".single");
        one.allow({"SpecialToken", "Sequence"});
        if (one.has("Sequence")) {
            if (text_seen) fields.fail("puts the text in twice, which is not supported");
            text_seen = true;
            continue;
        }
        const std::string name = one.object("SpecialToken").text("id");
        const JsonFields special = fields.object("special_tokens").object(name.c_str());
        const json &ids = special.list("ids"), &tokens = special.list("tokens");
        if (ids.size() != tokens.size()) special.fail("has unequal numbers of ids and tokens");
        if (ids.size() > kMostAround) special.fail("has more than 64 tokens");
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (!tokens[i].is_string()) special.fail("has a token that is no text");
            (text_seen ? parts.back : parts.front)
                .emplace_back(tokens[i].get<std::string>(),
                              token_id(ids[i], fields.file(), special.where() + ".ids"));
        }
    }
    if (!text_seen) fields.fail("does not put the text in");
}

void read_post_processor(const JsonFields& fields, TokenizerParts& parts) {
    const std::string type = fields.text("type");
    if (type == "TemplateProcessing") return read_template(fields, parts);
    if (type == "BertProcessing" || type == "RobertaProcessing") {
        fields.allow({"type", "sep", "cls", "trim_offsets", "add_prefix_space"});
        parts.front.insert(parts.front.begin(), pair_of(fields, "cls"));
        parts.back.push_back(pair_of(fields, "sep"));
    } else if (type == "Sequence") {
        fields.allow({"type", "processors"});
        for (const json& processor : fields.list("processors"))
            read_post_processor({processor, fields.file(), fields.where() + ".processors"}, parts);
    } else if (type != "ByteLevel") { // which only trims offsets
        fields.fail("is of type “" + type + "”, which is not supported");
    }
}

/// Leaves an empty one of its kind behind.
json take_vocabulary(json& whole) {
    const auto model = whole.find("model");
    if (model == whole.end() || !model->is_object()) return {};
    const auto vocabulary = model->find("vocab");
    if (vocabulary == model->end()) return {};
    return std::exchange(*vocabulary, json(vocabulary->type()));
}

} // namespace

std::unique_ptr<TokenizerParts> read_tokenizer_json(json whole, ModelTables tables,
                                                    const std::filesystem::path& file) {
    const JsonFields root(whole, file, kKnown);
    root.allow({"version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer",
                "post_processor", "decoder", "model"});
    const auto component = [&](const char* name) {
        const JsonFields fields(root.at(name), file, name);
        if (steps_in(root.at(name)) > kMostSteps) fields.fail("has more than 64 steps");
        return fields;
    };
    tables.vocabulary = take_vocabulary(whole);
    auto parts = std::make_unique<TokenizerParts>();
    parts->name = file.string();
    parts->model = read_model(component("model"), tables);
    if (root.has("normalizer")) parts->normalize = read_normalizer(component("normalizer"));
    if (root.has("pre_tokenizer")) parts->pre_tokenize = read_pre_tokenizer(component("pre_tokenizer"));
    (void)root.list("added_tokens"); // says where it is none; its elements were taken out
    take_added(tables.added, *parts);
    if (root.has("post_processor")) read_post_processor(component("post_processor"), *parts);
    return parts;
}

} // namespace ffn
