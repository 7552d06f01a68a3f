#pragma once

#include "ui/panels/number_table.h"
#include "ui/panels/panel.h"
#include "ui/panels/plot.h"

#include <QLabel>
#include <QTest>

namespace ffn::test {

/// Shows a panel as in the window's right column and waits until `snapshot` is on it.
inline void settle(ui::Panel& panel, const ui::SnapshotPtr& snapshot) {
    panel.resize(420, 900);
    panel.show();
    panel.setSnapshot(snapshot);
    QTRY_VERIFY(panel.isSettled());
}

inline QString text(const QWidget& panel, const char* name) {
    const auto* label = panel.findChild<QLabel*>(name);
    return label ? label->text().replace(QChar::Nbsp, ' ') : QString("no such label");
}

inline ui::Plot& plot(const QWidget& panel, const char* name) {
    return *panel.findChild<ui::Plot*>(name);
}

inline void click(ui::Plot& plot, int point) {
    QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.pointPosition(point).toPoint());
}

inline void click(ui::NumberTable& table, int row, int column) {
    const QRect cell = table.visualRect(table.model()->index(row, column));
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, cell.center());
}

} // namespace ffn::test
