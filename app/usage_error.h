#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ffn::app {

/// The command line itself is wrong: exit status 2.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Throws UsageError "OPTION: WORD is none of A, B, C".
[[noreturn]] void refuse_word(std::string_view option, std::string_view word,
                              const std::vector<std::string>& right);

} // namespace ffn::app
