#include "engine/tokens/metadata_json.h"

#include "engine/core/error.h"
#include "engine/formats/json_text.h"

namespace ffn {

void fail_metadata(const TensorArchive& archive, const std::string& key, const std::string& sentence) {
    throw Error(archive.path(), "its metadata entry " + key + " " + sentence);
}

nlohmann::json metadata_json(const TensorArchive& archive, const std::string& key) {
    const auto entry = archive.metadata().find(key);
    if (entry == archive.metadata().end()) fail_metadata(archive, key, "is missing");
    try {
        return parse_json(entry->second, {});
    } catch (const Error&) {
        // The byte it names counts from the entry's start, which is nowhere in the file for a reader to find.
        fail_metadata(archive, key, "is not valid JSON, or holds more values than its length justifies");
    }
}

std::vector<std::string> metadata_texts(const TensorArchive& archive, const std::string& key,
                                        const nlohmann::json& value) {
    if (!value.is_array()) fail_metadata(archive, key, "should be a list of texts");
    std::vector<std::string> texts;
    texts.reserve(value.size());
    for (const auto& text : value) {
        if (!text.is_string()) fail_metadata(archive, key, "has an entry that is not a text");
        texts.push_back(text.get<std::string>());
    }
    return texts;
}

} // namespace ffn
