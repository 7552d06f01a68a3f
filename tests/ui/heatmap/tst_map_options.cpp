#include "ui/heatmap/map_options.h"

#include "tests/test_case.h"

#include <QApplication>
#include <QComboBox>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolButton>

namespace ffn::ui {

namespace {

using Kind = ValueRange::Kind;

/// Chooses as a person does.
void chooseRange(MapOptions& options, Kind kind) {
    for (QComboBox* box : options.findChildren<QComboBox*>()) {
        if (box->findText("percentiles 1–99") < 0) continue;
        box->setCurrentIndex(box->findData(int(kind)));
        emit box->activated(box->currentIndex());
    }
}

/// Types a list into the dialog that "a list first" of the units opens.
void orderUnitsBy(MapOptions& options, const QString& list) {
    QTimer::singleShot(0, &options, [list] {
        auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
        dialog->setTextValue(list);
        dialog->accept();
    });
    for (QAction* action : options.findChild<QToolButton*>()->menu()->actions())
        if (action->text() == "a list first…") return action->trigger();
    QFAIL("there is no such order");
}

} // namespace

/// What a person can choose above the heat map, whatever the data.
class TestMapOptions : public QObject {
    Q_OBJECT
  private slots:
    void typingBeginsWithTheEndsInUse_data() {
        QTest::addColumn<float>("low");
        QTest::addColumn<float>("high");
        QTest::newRow("two ends") << -1.5f << 2.25f;
        QTest::newRow("one value everywhere") << 0.25f << 0.25f;
        QTest::newRow("zero everywhere") << 0.f << 0.f;
        QTest::newRow("a large value everywhere") << 3e30f << 3e30f;
    }
    void typingBeginsWithTheEndsInUse() {
        QFETCH(float, low);
        QFETCH(float, high);
        MapOptions options;
        chooseRange(options, Kind::Percentiles);
        options.showEnds(low, high);
        chooseRange(options, Kind::Typed);
        const ValueRange range = options.settings().range;
        QCOMPARE(range.kind, Kind::Typed);
        QVERIFY(float(range.low) < float(range.high));
        if (low < high)
            QCOMPARE(range, (ValueRange{Kind::Typed, double(low), double(high)}));
        else
            QCOMPARE(float(range.low + range.high) / 2, low);
        // What is in the field is what a person may leave there.
        QCOMPARE(parseValueRange(options.findChild<QLineEdit*>()->text()).kind, Kind::Typed);
    }

    void typingCanBeChosenBeforeThereIsAnything() {
        MapOptions options;
        chooseRange(options, Kind::Typed);
        QCOMPARE(options.settings().range, (ValueRange{Kind::Typed, 0, 1}));
    }

    void aListThatIsNoneIsRefused() {
        MapOptions options;
        QSignalSpy changed(&options, &MapOptions::changed), refused(&options, &MapOptions::refused);
        orderUnitsBy(options, "7, 3-");
        QCOMPARE(refused.size(), 1);
        QVERIFY(refused[0][0].toString().contains("7, 3-"));
        QCOMPARE(changed.size(), 0);
        QCOMPARE(options.settings().units.by, OrderBy::Number);
        orderUnitsBy(options, "7, 3");
        QCOMPARE(refused.size(), 1);
        QCOMPARE(options.settings().units, (AxisOrder{OrderBy::Chosen, "7, 3"}));
    }
};

static const ffn::test::Case<TestMapOptions> kCase;

} // namespace ffn::ui

#include "tst_map_options.moc"
