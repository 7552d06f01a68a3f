#include "app/option_list.h"

#include "app/usage_error.h"

#include <algorithm>

namespace ffn::app {

std::vector<std::string> split_list(std::string_view option, std::string_view list) {
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        words.emplace_back(list.substr(begin, end - begin));
        if (words.back().empty())
            throw UsageError(std::string(option) + ": “" + std::string(list) + "” has an empty place in it");
        begin = end + 1;
    }
    return words;
}

} // namespace ffn::app
