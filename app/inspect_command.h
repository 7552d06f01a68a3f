#pragma once

#include <filesystem>

namespace ffn::app {

struct InspectOptions {
    std::filesystem::path file;
    bool json = false;
};

/// Prints what is in a weight file. Throws Error.
void inspect(const InspectOptions& options);

} // namespace ffn::app
