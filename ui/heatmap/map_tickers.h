#pragma once

#include "ui/heatmap/row_labels.h"

#include <qcustomplot.h>

#include <vector>

namespace ffn::ui {

/// The smallest of 1, 2, 5, 10, 20, 50 … that is at least `least`.
qint64 roundStep(double least);

/// The rows from `first` to `last` that get a label when one in `step` has room: every sequence's first one,
/// and each `step` from there.
std::vector<qint64> labelledRows(const RowLabels& labels, qint64 step, qint64 first, qint64 last);

/// Labels rows by their tokens; leaves labels out where there is no room, elides long ones.
class TokenTicker : public QCPAxisTicker {
  public:
    explicit TokenTicker(const QCPAxis* axis) : m_axis(axis) {}
    void setLabels(const RowLabels& labels) { m_labels = labels; }
    /// The widest label of all rows (of the first few thousand), so that the margin stays put while panning.
    int widestLabel() const;

  protected:
    double getTickStep(const QCPRange&) override { return 1; }
    int getSubTickCount(double) override { return 0; }
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    QVector<QString> createLabelVector(const QVector<double>& ticks, const QLocale& locale, QChar formatChar,
                                       int precision) override;

  private:
    QString elided(qint64 row) const;
    const QCPAxis* m_axis;
    RowLabels m_labels;
};

/// Whole numbers only, as many as there is room for; of the units that are shown there, in whatever order.
class UnitTicker : public QCPAxisTicker {
  public:
    explicit UnitTicker(const QCPAxis* axis) : m_axis(axis) {}
    void setUnits(qint64 units, const CellOrder& order) {
        m_units = units;
        m_order = order;
    }

  protected:
    double getTickStep(const QCPRange& range) override;
    int getSubTickCount(double) override { return 0; }
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

  private:
    const QCPAxis* m_axis;
    qint64 m_units = 0;
    CellOrder m_order;
};

} // namespace ffn::ui
