#pragma once

#include "app/run_command.h"

#include <filesystem>
#include <vector>

namespace ffn::app {

/// "DIR/STAGE.EXT"; of Safetensors "DIR/snapshot.safetensors" whatever the stage.
std::filesystem::path file_of(const OutputOptions& output, Stage stage, Format format);

/// The folder for the files: made if missing, and gone again, with the parents made for it, when it is
/// destroyed without `keep` and holds nothing.
class OutputFolder {
  public:
    /// Throws Error where the folder cannot be made or written to.
    explicit OutputFolder(const std::filesystem::path& folder);
    ~OutputFolder();
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;

    void keep() { m_keep = true; }
    /// Those that were made, outermost first.
    const std::vector<std::filesystem::path>& made() const { return m_made; }

  private:
    void make(const std::filesystem::path& folder);
    void remove_made() noexcept;

    std::vector<std::filesystem::path> m_made;
    bool m_keep = false;
};

/// Throws Error for a file that is there already, unless `--force`, and for one that is a folder.
void check_files(const OutputOptions& output, const std::vector<Stage>& stages);

} // namespace ffn::app
