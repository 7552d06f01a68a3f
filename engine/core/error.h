#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

namespace ffn {

/// What went wrong with a file, a device or a request, as one sentence for a person.
///
/// Everything that depends on the outside throws it; a broken precondition inside the program is an assert.
class Error : public std::runtime_error {
  public:
    explicit Error(const std::string& sentence);
    /// `what()` becomes "FILE: sentence" or "FILE, byte OFFSET: sentence".
    Error(const std::filesystem::path& file, const std::string& sentence,
          std::optional<std::uint64_t> offset = std::nullopt);

    const std::filesystem::path& file() const { return m_file; }
    std::optional<std::uint64_t> offset() const { return m_offset; }

  private:
    std::filesystem::path m_file;
    std::optional<std::uint64_t> m_offset;
};

/// Thrown out of a computation whose stop token was raised; it is no fault and is not shown to anybody.
class Stopped : public std::exception {
  public:
    const char* what() const noexcept override { return "stopped"; }
};

} // namespace ffn
