#include "app/output_folder.h"

#include "engine/core/atomic_file.h"
#include "engine/core/error.h"

#include <algorithm>

namespace ffn::app {

namespace fs = std::filesystem;

fs::path file_of(const OutputOptions& output, Stage stage, Format format) {
    if (format == Format::Safetensors) return output.folder / "snapshot.safetensors";
    return output.folder / (std::string(name(stage)) + "." + kFormatNames[int(format)]);
}

OutputFolder::OutputFolder(const fs::path& folder) {
    if (folder.empty()) return;
    try {
        make(folder);
        AtomicFile(folder / ".ffnscope"); // written nowhere: shows that files can be made
    } catch (...) {
        remove_made();
        throw;
    }
}

OutputFolder::~OutputFolder() {
    if (!m_keep) remove_made();
}

void OutputFolder::make(const fs::path& folder) {
    std::error_code error;
    if (fs::is_directory(folder, error)) return;
    if (fs::exists(fs::symlink_status(folder, error)))
        throw Error(folder, "is not a folder; --out takes the folder to write into");
    if (const fs::path parent = folder.parent_path(); !parent.empty() && parent != folder) make(parent);
    if (fs::create_directory(folder, error)) m_made.push_back(folder);
    std::error_code ignored;
    if (error && !fs::is_directory(folder, ignored))
        throw Error(folder, "the folder cannot be made (" + error.message() + ")");
}

void OutputFolder::remove_made() noexcept {
    std::error_code ignored;
    for (auto folder = m_made.rbegin(); folder != m_made.rend(); ++folder)
        fs::remove(*folder, ignored); // only where empty
    m_made.clear();
}

void check_files(const OutputOptions& output, const std::vector<Stage>& stages) {
    if (output.folder.empty()) return;
    for (const Format format : output.formats)
        for (const Stage stage : stages) {
            const fs::path file = file_of(output, stage, format);
            std::error_code error;
            if (fs::is_directory(file, error)) throw Error(file, "is a folder where a file is to be written");
            if (!output.force && fs::exists(fs::symlink_status(file, error)))
                throw Error(file, "is there already; choose another --out, or --force to overwrite");
        }
}

} // namespace ffn::app
