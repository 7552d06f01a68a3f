#include "ui/job_runner.h"

#include <QMetaObject>

#include <atomic>
#include <chrono>

namespace ffn::ui {

JobRunner::JobRunner(QObject* parent) : QObject(parent) {}

JobRunner::~JobRunner() {
    ++m_job;
    m_stop.request_stop();
    for (QFuture<void>& future : m_running)
        future.waitForFinished();
}

Progress JobRunner::begin() {
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_running.removeIf([](const QFuture<void>& f) { return f.isFinished(); });
    const quint64 job = ++m_job;
    if (!m_busy) {
        m_busy = true;
        emit busyChanged(true);
    }
    // Reports come from pool threads, thousands a second; the window needs 30. The runner outlives its jobs.
    auto last = std::make_shared<std::atomic<qint64>>(0);
    const auto report = [this, job, last](std::int64_t done, std::int64_t total) {
        using namespace std::chrono;
        const qint64 now = duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
        if (now - last->load() < 33 && done < total) return;
        last->store(now);
        QMetaObject::invokeMethod(
            this,
            [this, job, done, total] {
                if (current(job)) emit progressed(done, total);
            },
            Qt::QueuedConnection);
    };
    return {report, m_stop.get_token()};
}

void JobRunner::finish(quint64 job) {
    if (!current(job) || !m_busy) return;
    m_busy = false;
    emit busyChanged(false);
}

void JobRunner::stop() {
    m_stop.request_stop();
}

} // namespace ffn::ui
