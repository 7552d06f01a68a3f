#pragma once

#include "engine/analysis/active_margins.h"
#include "ui/heatmap/cell_search.h"
#include "ui/heatmap/map_image.h"
#include "ui/heatmap/map_settings.h"
#include "ui/heatmap/row_labels.h"
#include "ui/heatmap/shown_part.h"
#include "ui/job_runner.h"
#include "ui/snapshot_view.h"
#include "ui/view_state.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;

namespace ffn::ui {

class ColorScaleBar;
class MapNavigator;
class MapOptions;
class MapPlot;

/// The heat map of the chosen stage, with its options, axes, profiles and colour scale.
///
/// Arrow keys move the cell cursor (Shift: by ten), a click pins it, Escape frees it, M goes to the largest
/// value, N to the next NaN or Inf, Z to the next token whose values are all zero; see MapNavigator for zoom,
/// scroll and marking.
class HeatMapView : public QWidget {
    Q_OBJECT
  public:
    explicit HeatMapView(ViewState* state, QWidget* parent = nullptr, MapOf of = MapOf::Stage);
    ~HeatMapView() override;

    void setSnapshot(SnapshotPtr snapshot);
    /// Differences against `name` instead: zero-centred unless a person chose otherwise, and said above the
    /// map.
    void setDifference(SnapshotPtr difference, const QString& name);
    const MapSettings& settings() const;
    /// Nothing is pending: what is drawn is what was asked for.
    bool isSettled() const;

    MapPlot* plot() const { return m_plot; }
    ColorScaleBar* scaleBar() const { return m_scaleBar; }
    MapNavigator* navigator() const { return m_navigator; }
    MapOptions* options() const { return m_options; }
    /// "token 3 “fox” · unit 1711 · 0.4821", of the cell pointed at; empty without one.
    QString cellMeaning() const;
    QString pixelMeaning() const { return m_meaning; }

    /// The part seen now, in places of the order shown.
    CellRect visibleCells() const;
    /// What was marked, or the visible part; none without a picture.
    std::optional<ShownPart> shownPart() const;

  public slots:
    void setSettings(const ffn::ui::MapSettings& settings);
    void setReduction(ffn::Reduction reduction);
    void setColorMap(const QString& name);
    void setRange(const ffn::ui::ValueRange& range);
    void setTransfer(ffn::Transfer transfer);
    void setTransposed(bool transposed);
    void goToLargest();
    void goToNextNonFinite();
    void goToNextZeroRow();
    /// Points at a cell by its true numbers and brings it into sight.
    void goTo(qint64 row, qint64 unit);
    /// Marks cells, in places of the order shown; none: what is marked is let go.
    void mark(const ffn::CellRect& cells);
    void markAll();

  signals:
    void settled();
    void pixelMeaningChanged(const QString& text);
    void cellMeaningChanged(const QString& text);
    void failed(const QString& sentence);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Coloring {
        std::pair<float, float> ends;
        ValueHistogram histogram;
        ActiveMargins margins;
    };
    using PyramidPtr = std::shared_ptr<const Pyramid>;

    void layOut();
    void connectParts();
    struct Prepared {
        OrderedCellsPtr cells;
        RasterImage first; ///< a picture to begin with, where making one takes long
        MapSampling sampling;
    };

    void search(std::function<std::optional<Cell>(const Progress&)> find);
    void showWith(SnapshotPtr snapshot, const QString& caption);
    void rebuild();
    void present(const Prepared& prepared, const SnapshotPtr& snapshot, Stage stage);
    void build(const SnapshotPtr& snapshot, Stage stage);
    void drawInBackground(const MapSampling& sampling);
    void showNothing(const QString& why);
    void showPyramid(PyramidPtr pyramid, const SnapshotPtr& snapshot, Stage stage);
    MapSettings coloringSettings() const;
    void recolor();
    void applyColoring(Stage stage, const Coloring& coloring);
    void followSettings(const MapSettings& settings);
    void followCell();
    void followLit();
    void followPlot();
    void click(qint64 row, qint64 unit);
    void moveCell(qint64 rows, qint64 units);
    bool handleCellKey(const QKeyEvent* event);
    const CellOrder& order() const;
    void settle();

    ViewState* m_state;
    SnapshotPtr m_snapshot, m_shown; ///< m_shown: what the picture is of, while a newer one is built
    Stage m_shownStage = Stage::Hidden;
    RowLabels m_labels;
    MapSettings m_applied;
    MapPlot* m_plot;
    ColorScaleBar* m_scaleBar;
    MapNavigator* m_navigator;
    MapOptions* m_options;
    QLabel *m_note, *m_caption; ///< the caption is seen where differences are
    JobRunner m_preparing, m_drawing, m_building, m_coloring, m_searching;
    OrderedCellsPtr m_cells;
    QTimer m_recolorLater;
    CellRect m_marked;
    QString m_meaning;
    bool m_pinnedByClick = false, m_settled = true;
};

} // namespace ffn::ui
