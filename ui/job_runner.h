#pragma once

#include "engine/core/progress.h"

#include <QFuture>
#include <QList>
#include <QObject>
#include <QtConcurrent>

#include <functional>
#include <memory>
#include <optional>

namespace ffn::ui {

/// One lane of background work: a newer job drops the older, whose result is never shown.
///
/// `work` runs on a pool thread with a Progress; `done` runs on the GUI thread with its result. An ffn::Error
/// becomes `failed`. Jobs hold values, never widgets. Destroying the runner stops its job and waits for it.
class JobRunner : public QObject {
    Q_OBJECT
  public:
    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override;

    template <class T>
    void start(std::function<T(const Progress&)> work, std::function<void(T)> done);

    /// Asks the running job to stop; it then ends without a result.
    void stop();
    bool busy() const { return m_busy; }

  signals:
    void busyChanged(bool busy);
    /// From the GUI thread, at most about 30 times a second.
    void progressed(qint64 done, qint64 total);
    void failed(const QString& sentence);
    /// It ended without a result because it was asked to.
    void stopped();

  private:
    Progress begin();
    void finish(quint64 job);
    bool current(quint64 job) const { return job == m_job; }

    quint64 m_job = 0;
    bool m_busy = false;
    std::stop_source m_stop;
    QList<QFuture<void>> m_running;
};

template <class T>
void JobRunner::start(std::function<T(const Progress&)> work, std::function<void(T)> done) {
    const Progress progress = begin();
    const quint64 job = m_job;
    m_running.append(QtConcurrent::run([this, job, work = std::move(work), done = std::move(done), progress] {
        auto result = std::make_shared<std::optional<T>>();
        QString error;
        try {
            result->emplace(work(progress));
        } catch (const Stopped&) {
        } catch (const std::bad_alloc&) {
            error = QString("not enough memory");
        } catch (const std::exception& e) {
            error = QString::fromUtf8(e.what());
        }
        // Always through the event loop: `start` returns before `done` runs, however short the work is. The
        // runner outlives its jobs.
        const auto tell = [this, job, result, error, done] {
            if (!current(job)) return;
            if (!error.isEmpty())
                emit failed(error);
            else if (*result)
                done(std::move(**result));
            else
                emit stopped();
            finish(job);
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    }));
}

} // namespace ffn::ui
