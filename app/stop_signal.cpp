#include "app/stop_signal.h"

#include "app/terminal_text.h"
#include "engine/core/error.h"

#include <cerrno>
#include <csignal>
#include <poll.h>
#include <unistd.h>

namespace ffn::app {

namespace {

constexpr int kPatience = 150; // ms

// Only write(2) may be called inside a signal handler; the watching thread does the rest.
volatile std::sig_atomic_t g_pipe = -1; // the handler's only way to the watching thread

void on_signal(int) {
    const int saved = errno;
    const int pipe = g_pipe;
    if (pipe >= 0 && ::write(pipe, "s", 1) != 1) errno = saved;
    errno = saved;
}

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

} // namespace

StopSignal::StopSignal() {
    if (::pipe(m_quit) != 0) throw Error("no pipe can be opened for Ctrl-C");
    g_pipe = m_quit[1];
    struct sigaction action = {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    for (const int signal : kSignals) {
        struct sigaction old = {};
        ::sigaction(signal, nullptr, &old);
        if (signal == SIGHUP && old.sa_handler == SIG_IGN) continue; // started by nohup
        ::sigaction(signal, &action, nullptr);
    }
    m_thread = std::thread([this] { watch(); });
}

StopSignal::~StopSignal() {
    for (const int signal : {SIGINT, SIGTERM})
        std::signal(signal, SIG_DFL);
    g_pipe = -1;
    [[maybe_unused]] const auto ignored = ::write(m_quit[1], "q", 1);
    m_thread.join();
    ::close(m_quit[0]);
    ::close(m_quit[1]);
}

void StopSignal::remove_if_ended(std::vector<std::filesystem::path> folders) {
    const std::lock_guard lock(m_mutex);
    m_folders = std::move(folders);
}

StopSignal::Writing::Writing(StopSignal& signal) : m_signal(signal) {
    const std::lock_guard lock(signal.m_mutex);
    if (signal.m_source.stop_requested()) throw Stopped();
    signal.m_writing = true;
}

StopSignal::Writing::~Writing() {
    const std::lock_guard lock(m_signal.m_mutex);
    m_signal.m_writing = false;
}

void StopSignal::watch() {
    char byte = 0;
    while (::read(m_quit[0], &byte, 1) < 0 && errno == EINTR) {
    }
    if (byte != 's') return;
    m_source.request_stop();
    for (;;) {
        pollfd waiting{m_quit[0], POLLIN, 0};
        const bool spoke = ::poll(&waiting, 1, kPatience) > 0 && ::read(m_quit[0], &byte, 1) == 1;
        if (spoke && byte == 'q') return;
        end_process(); // patience is over, or somebody insists
    }
}

void StopSignal::end_process() {
    const std::lock_guard lock(m_mutex);
    if (m_writing) return;
    std::error_code ignored;
    for (auto folder = m_folders.rbegin(); folder != m_folders.rend(); ++folder)
        ::rmdir(folder->c_str());
    complain("error", "stopped");
    ::_exit(1);
}

} // namespace ffn::app
