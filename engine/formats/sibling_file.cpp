#include "engine/formats/sibling_file.h"

#include "engine/core/error.h"

namespace ffn {

using std::filesystem::path;

path sibling_file(const path& file, const std::string& name, const std::string& what) {
    if (name.empty() || name == "." || name.find("..") != std::string::npos ||
        name.find_first_of(std::string_view("/\\\0", 3)) != std::string::npos)
        throw Error(file, "names the " + what + " '" + std::string(name.c_str()) +
                              "', a plain file name in the same folder is expected");
    const path folder = file.has_parent_path() ? file.parent_path() : path(".");
    const path sibling = folder / name;
    std::error_code fault;
    const path real_folder = std::filesystem::canonical(folder, fault);
    const path real_file = fault ? path() : std::filesystem::canonical(sibling, fault);
    if (fault) throw Error(file, "names the " + what + " '" + name + "', which is not in its folder");
    if (real_file.parent_path() != real_folder)
        throw Error(sibling, "is a link out of the folder; copy the file itself there, or open it directly");
    return sibling;
}

} // namespace ffn
