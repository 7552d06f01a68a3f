#pragma once

#include <filesystem>
#include <string>

namespace ffn {

/// The file `name` in the folder of `file`, which names it. It must lie in that folder itself, links
/// followed: a file from elsewhere must not make the program read any other file of its user. Throws Error,
/// calling it `what` ("shard"), for a name that is more than a plain file name and for one that is not there.
std::filesystem::path sibling_file(const std::filesystem::path& file, const std::string& name,
                                   const std::string& what);

} // namespace ffn
