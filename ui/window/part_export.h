#pragma once

#include "ui/heatmap/shown_part.h"
#include "ui/job_runner.h"

#include <QObject>

class QWidget;

namespace ffn::ui {

class HeatMapView;

/// Takes what is marked in the heat map, or seen of it, to the clipboard or into a file, in the background.
/// Files are whole or absent.
class PartExport : public QObject {
    Q_OBJECT
  public:
    /// Cells whose numbers fit into a clipboard.
    static constexpr qint64 kMostCopied = 1'000'000;

    PartExport(HeatMapView* map, QWidget* window);
    bool isBusy() const { return m_jobs.busy(); }
    void stop() { m_jobs.stop(); }

  public slots:
    /// As text with tabs, for a spreadsheet.
    void copyNumbers();
    /// As a figure: PNG at twice its size, and SVG.
    void copyPicture();
    /// Asks for a file; its name's ending and the chosen kind say what is written.
    void save();
    /// The ending, .png .svg .pdf .csv .npy, is the format; beside .npy a file of labels is written.
    void saveAs(const QString& file, int scale = 2);

  signals:
    void busyChanged(bool busy);
    void said(const QString& sentence);
    void failed(const QString& sentence);

  private:
    /// Says that one thing at a time is written, while one is.
    bool refusesAnother();

    HeatMapView* m_map;
    QWidget* m_window;
    JobRunner m_jobs;
};

} // namespace ffn::ui
