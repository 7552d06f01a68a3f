#pragma once

#include <filesystem>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace ffn::app {

/// Turns Ctrl-C (SIGINT, SIGTERM, SIGHUP) into a stop token. One at a time.
///
/// The work then has 0.15 s to end by itself. But for `Writing`, nothing can be left half-done, so a step
/// that does not look at the token in time is ended with the whole process, exit status 1.
class StopSignal {
  public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    std::stop_token token() const { return m_source.get_token(); }
    /// Folders that were made and are to go again, where empty, if the process is ended before it writes.
    void remove_if_ended(std::vector<std::filesystem::path> folders);

    /// While one lives, a file is being written: only the token is raised. Throws Stopped when it is already.
    class Writing {
      public:
        explicit Writing(StopSignal& signal);
        ~Writing();
        Writing(const Writing&) = delete;
        Writing& operator=(const Writing&) = delete;

      private:
        StopSignal& m_signal;
    };

  private:
    void watch();
    void end_process();

    std::stop_source m_source;
    std::mutex m_mutex;
    bool m_writing = false;
    std::vector<std::filesystem::path> m_folders;
    int m_quit[2] = {-1, -1};
    std::thread m_thread;
};

} // namespace ffn::app
