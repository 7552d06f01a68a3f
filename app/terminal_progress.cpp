#include "app/terminal_progress.h"

#include <cstdio>
#include <unistd.h>
#include <utility>

namespace ffn::app {

namespace {

constexpr std::chrono::milliseconds kPause{100}; // between two drawings

} // namespace

TerminalProgress::TerminalProgress(std::stop_token stop)
    : m_stop(std::move(stop)), m_terminal(::isatty(STDERR_FILENO) == 1),
      m_last(std::chrono::steady_clock::now()) {}

TerminalProgress::~TerminalProgress() {
    clear();
}

Progress TerminalProgress::step(std::string what) {
    Progress progress;
    progress.stop = m_stop;
    if (m_terminal)
        progress.report = [this, what = std::move(what)](std::int64_t done, std::int64_t total) {
            draw(what, done, total);
        };
    return progress;
}

void TerminalProgress::draw(const std::string& what, std::int64_t done, std::int64_t total) {
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    if (now - m_last < kPause || total <= 0) return;
    m_last = now;
    m_drawn = true;
    std::fprintf(stderr, "\r\x1b[K%s %d %%", what.c_str(), int(100.0 * double(done) / double(total)));
    std::fflush(stderr);
}

void TerminalProgress::clear() {
    const std::lock_guard lock(m_mutex);
    if (m_drawn) std::fputs("\r\x1b[K", stderr);
    m_drawn = false;
}

} // namespace ffn::app
