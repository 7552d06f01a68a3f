#pragma once

#include <QFont>
#include <QRectF>
#include <QSize>
#include <QString>
#include <QStringList>

namespace ffn::ui {

/// What the size of a figure depends on, in pixels of 1/96 inch.
struct FigureContent {
    qint64 across = 0, down = 0; ///< cells
    bool statistic = false;      ///< one value a token: with bars beside the map
    double widestLeft = 0;       ///< of the labels drawn there
    double bottomHeight = 0;     ///< of the labels below the map
    double scaleWidth = 0, swatchesHeight = 0;
    QStringList title;
    QString footer;
};

struct FigureLayout {
    QSize size;
    QRectF title, map, scale, footer;
    QRectF bars; ///< beside the map of a stage of one value a token, else empty
    QPointF swatches;
};

QFont figureFont(int pixels = 12, bool bold = false);

/// Cells become whole pixels where that keeps the map within about a page; larger ones are reduced.
QSize mapSize(qint64 across, qint64 down);
FigureLayout layOutFigure(const FigureContent& content);

} // namespace ffn::ui
