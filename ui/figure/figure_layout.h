#pragma once

#include <QFont>
#include <QRectF>
#include <QSize>
#include <QString>
#include <QStringList>

namespace ffn::ui {

/// What the size of a figure depends on, in pixels of 1/96 inch.
struct FigureContent {
    qint64 rows = 0, units = 0;
    double widestToken = 0; ///< of the labels drawn
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
QSize mapSize(qint64 rows, qint64 units);
FigureLayout layOutFigure(const FigureContent& content);

} // namespace ffn::ui
