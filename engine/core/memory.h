#pragma once

#include <cstdint>
#include <string>

namespace ffn {

/// Bytes that can be allocated without swapping, as the system tells; a generous guess where it does not.
std::uint64_t available_memory();

/// "812 KiB", "3.4 GiB".
std::string bytes_text(std::uint64_t bytes);

} // namespace ffn
