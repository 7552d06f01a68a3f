#pragma once

#include <qcustomplot.h>

namespace ffn::ui {

/// Ticks of numbers: as many as there is room for along the axis, with a true minus.
class NumberTicker : public QCPAxisTicker {
  public:
    explicit NumberTicker(const QCPAxis* axis) : m_axis(axis) { setTickCount(4); }

  protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

  private:
    const QCPAxis* m_axis;
};

/// Likewise on a logarithmic axis that stands upright.
class DecadeTicker : public QCPAxisTickerLog {
  public:
    explicit DecadeTicker(const QCPAxis* axis) : m_axis(axis) { setTickCount(4); }

  protected:
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

  private:
    const QCPAxis* m_axis;
};

} // namespace ffn::ui
