#include "app/usage_error.h"

namespace ffn::app {

void refuse_word(std::string_view option, std::string_view word, const std::vector<std::string>& right) {
    std::string list;
    for (const std::string& each : right)
        list += (list.empty() ? "" : ", ") + each;
    throw UsageError(std::string(option) + ": “" + std::string(word) + "” is none of " + list);
}

} // namespace ffn::app
