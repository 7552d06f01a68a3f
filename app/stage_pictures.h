#pragma once

#include "app/run_command.h"
#include "app/stop_signal.h"
#include "engine/forward/snapshot.h"

#include <filesystem>
#include <memory>
#include <string>

class QGuiApplication;

namespace ffn::app {

/// Throws UsageError for a `--range` that is none.
void check_picture_range(const std::string& range);

/// Heat maps of stages as picture files. Holds the application object that fonts and painting need, on the
/// platform that needs no display.
class StagePictures {
  public:
    StagePictures(int& argc, char** argv, const OutputOptions& output);
    ~StagePictures();

    /// Throws Error or Stopped.
    void write(const Snapshot& snapshot, Stage stage, Format format, const std::filesystem::path& file,
               StopSignal& signal) const;

  private:
    const OutputOptions& m_output;
    std::unique_ptr<QGuiApplication> m_application;
};

} // namespace ffn::app
