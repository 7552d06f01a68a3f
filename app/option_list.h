#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ffn::app {

/// The words of an option's value, "a,b,c". Throws UsageError, naming the option, for an empty one.
std::vector<std::string> split_list(std::string_view option, std::string_view list);

} // namespace ffn::app
