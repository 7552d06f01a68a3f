#pragma once

#include "ui/dialogs/export_request.h"
#include "ui/heatmap/map_settings.h"
#include "ui/job_runner.h"
#include "ui/snapshot_view.h"

#include <QObject>

namespace ffn::ui {

/// Writes the files of an export in the background; each is whole or absent.
class ExportJob : public QObject {
    Q_OBJECT
  public:
    explicit ExportJob(QObject* parent = nullptr);
    /// Pictures are made with the heat map's settings. Refused while another one runs.
    void start(SnapshotPtr snapshot, const ExportRequest& request, const MapSettings& settings);
    void stop() { m_jobs.stop(); }
    bool isBusy() const { return m_jobs.busy(); }

  signals:
    void busyChanged(bool busy);
    void progressed(qint64 done, qint64 total);
    void finished(int files, const QString& folder);
    void failed(const QString& sentence);

  private:
    JobRunner m_jobs;
};

} // namespace ffn::ui
