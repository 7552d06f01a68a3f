#include "engine/core/error.h"

namespace ffn {

namespace {

std::string located(const std::filesystem::path& file, const std::string& sentence,
                    std::optional<std::uint64_t> offset) {
    std::string text = file.string();
    if (offset) text += ", byte " + std::to_string(*offset);
    return text + ": " + sentence;
}

} // namespace

Error::Error(const std::string& sentence) : std::runtime_error(sentence) {}

Error::Error(const std::filesystem::path& file, const std::string& sentence,
             std::optional<std::uint64_t> offset)
    : std::runtime_error(located(file, sentence, offset)), m_file(file), m_offset(offset) {}

} // namespace ffn
