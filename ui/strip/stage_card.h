#pragma once

#include "engine/core/stage.h"
#include "engine/model/feed_forward.h"

#include <QAbstractButton>
#include <QImage>

namespace ffn::ui {

/// One stage of the strip: live thumbnail, name, shape, and the one number that matters there.
class StageCard : public QAbstractButton {
    Q_OBJECT
  public:
    StageCard(Stage stage, Norm norm, QWidget* parent);

    Stage stage() const { return m_stage; }
    void setContents(const QString& shape, const QString& number, bool alarm, const QString& formula);
    void setThumbnail(const QImage& image);
    /// A lower thumbnail, for a low window.
    void setLow(bool low);
    /// Lights a band of the thumbnail, from and to in fractions of its height; both 0: none.
    void setLit(double from, double to);
    /// Where the thumbnail is drawn, in this card's coordinates.
    QRect thumbnailRect() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    bool isCompact() const { return info(m_stage).width == StageWidth::One; }
    void paintFrame(QPainter& painter) const;
    void paintText(QPainter& painter) const;

    Stage m_stage;
    Norm m_norm;
    QString m_shape, m_number;
    bool m_alarm = false, m_low = false;
    QImage m_thumbnail;
    double m_litFrom = 0, m_litTo = 0;
};

} // namespace ffn::ui
