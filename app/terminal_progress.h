#pragma once

#include "engine/core/progress.h"

#include <chrono>
#include <mutex>
#include <stop_token>
#include <string>

namespace ffn::app {

/// Draws what is going on as one line of standard error, when that is a terminal.
class TerminalProgress {
  public:
    explicit TerminalProgress(std::stop_token stop);
    ~TerminalProgress();

    /// For one step of the work, "reading weights"; must not outlive this.
    Progress step(std::string what);
    /// Wipes the line, before something else is printed.
    void clear();

  private:
    void draw(const std::string& what, std::int64_t done, std::int64_t total);

    std::stop_token m_stop;
    bool m_terminal, m_drawn = false;
    std::mutex m_mutex;
    std::chrono::steady_clock::time_point m_last;
};

} // namespace ffn::app
