#include "ui/edits/edits_panel.h"

#include "tests/test_case.h"
#include "ui/document/document.h"
#include "ui/edits/edit_row.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include <algorithm>

namespace ffn::ui {

namespace {

using Kind = UnitEdit::Kind;

/// A document and the panel, wired as in the window.
struct Desk {
    Document document;
    ViewState state;
    EditsPanel panel{&state};

    Desk() {
        QObject::connect(&panel, &EditsPanel::edited, &document, &Document::setEdits);
        QObject::connect(&document, &Document::snapshotChanged, &panel, [this](SnapshotPtr snapshot) {
            panel.setEdits(document.request().edits, document.opened().original);
            panel.setSnapshot(snapshot);
        });
        panel.resize(440, 700);
        panel.show();
        Request request;
        request.model.random.d_model = 8;
        request.model.random.d_ff = 16;
        request.input.texts = {"one two three"};
        document.start(request);
        QVERIFY(QTest::qWaitFor([this] { return document.snapshot() && panel.isSettled(); }));
        state.pointAt(Stage::Hidden, 1, 5);
    }
    void wait() {
        QVERIFY(QTest::qWaitFor([this] { return !document.isBusy() && panel.isSettled(); }));
    }
    float hidden(qint64 row, qint64 unit) { return document.snapshot()->stage(Stage::Hidden).at(row, unit); }
    template <class T>
    T* find(const char* name) {
        const auto all = panel.findChildren<T*>(name);
        for (T* widget : all)
            if (widget->isVisible()) return widget;
        return nullptr;
    }
};

} // namespace

class TestEditsPanel : public QObject {
    Q_OBJECT
  private slots:
    void aUnitIsSetToZeroAndUndoBringsItBack() {
        Desk d;
        const SnapshotPtr before = d.document.snapshot();
        QTest::mouseClick(d.find<QPushButton>("editAblate"), Qt::LeftButton);
        d.wait();
        for (qint64 row = 0; row < 3; ++row)
            QCOMPARE(d.hidden(row, 5), 0.f);
        QCOMPARE(d.hidden(0, 6), before->stage(Stage::Hidden).at(0, 6));
        QCOMPARE(d.document.opened().original, before);
        d.document.undoStack()->undo();
        d.wait();
        QCOMPARE(d.document.snapshot(), before); // nothing is computed anew
        QVERIFY(d.panel.edits().empty());
        d.document.undoStack()->redo();
        d.wait();
        QCOMPARE(d.hidden(1, 5), 0.f);
        QCOMPARE(d.panel.edits().edits.size(), 1u);
    }

    void deleteTogglesTheUnitUnderTheCursor() {
        Desk d;
        d.panel.toggleUnit();
        d.wait();
        QCOMPARE(d.document.request().edits.merged().ablated, std::set<std::int64_t>{5});
        d.panel.toggleUnit();
        d.wait();
        QVERIFY(d.document.request().edits.empty());
    }

    void anEditSwitchedOffIsNotForgotten() {
        Desk d;
        d.panel.addUnit(Kind::Ablate);
        d.wait();
        QTest::mouseClick(d.find<QCheckBox>("editOn"), Qt::LeftButton, {}, QPoint(8, 8));
        d.wait();
        QCOMPARE(d.document.snapshot(), d.document.opened().original);
        QCOMPARE(d.panel.edits().edits.size(), 1u);
        QVERIFY(!d.panel.edits().edits[0].on);
    }

    void onePullAtTheSliderIsOneStepOfUndo() {
        Desk d;
        d.panel.addUnit(Kind::Scale);
        d.wait();
        const int steps = d.document.undoStack()->count();
        auto* slider = d.find<QSlider>("editSlider");
        slider->setSliderDown(true);
        for (const int position : {700, 650, 600, 875}) {
            slider->setValue(position);
            QTest::qWait(5);
        }
        slider->setSliderDown(false);
        d.wait();
        // 875 of 1000 between −4 and 4 is 3.
        QCOMPARE(d.document.request().edits.edits[0].value, 3.f);
        const float original = d.document.opened().original->stage(Stage::Hidden).at(1, 5);
        QCOMPARE(d.hidden(1, 5), 3.f * original);
        QCOMPARE(d.document.undoStack()->count(), steps + 1);
        d.document.undoStack()->undo();
        d.wait();
        QCOMPARE(d.document.request().edits.edits[0].value, 2.f);
    }

    void aThresholdLeavesWhatIsAboveIt() {
        Desk d;
        const float high = d.document.snapshot()->summary(Stage::Hidden).max;
        QTest::mouseClick(d.find<QPushButton>("editThreshold"), Qt::LeftButton);
        d.wait();
        d.find<QDoubleSpinBox>("editValue")->setValue(double(high) * 0.5);
        d.wait();
        const float threshold = *d.document.request().edits.merged().threshold;
        const auto values = d.document.snapshot()->stage(Stage::Hidden).values();
        QVERIFY(std::ranges::all_of(values, [&](float v) { return v == 0 || v > threshold; }));
        QVERIFY(std::ranges::any_of(values, [](float v) { return v > 0; }));
    }

    void wrongUnitsAreRefusedAndTheOldOnesStay() {
        Desk d;
        d.panel.addUnit(Kind::Ablate);
        d.wait();
        auto* units = d.find<QLineEdit>("editUnits");
        units->setText("5, x");
        QTest::keyClick(units, Qt::Key_Return);
        QCOMPARE(units->text(), QString("5"));
        units->setText("2-4");
        QTest::keyClick(units, Qt::Key_Return);
        d.wait();
        QCOMPARE(d.document.request().edits.merged().ablated, (std::set<std::int64_t>{2, 3, 4}));
    }

    void whatChangedIsSaid() {
        Desk d;
        auto* effect = d.panel.findChild<QLabel*>("editsEffect");
        QVERIFY(effect->text().contains("Nothing is edited"));
        d.panel.addUnit(Kind::Clamp);
        d.wait();
        d.find<QDoubleSpinBox>("editValue")->setValue(9);
        d.wait();
        const Tensor& a = d.document.opened().original->stage(Stage::Output);
        const Tensor& b = d.document.snapshot()->stage(Stage::Output);
        double by = 0, all = 0;
        for (std::int64_t i = 0; i < a.size(); ++i) {
            by += std::pow(double(b.data()[i]) - double(a.data()[i]), 2);
            all += std::pow(double(a.data()[i]), 2);
        }
        const QString percent = QString::number(std::sqrt(by / all) * 100, 'g', 3);
        QVERIFY2(effect->text().contains(percent.left(3)), qPrintable(effect->text() + " lacks " + percent));
        QVERIFY(effect->text().contains("% of its own length"));
    }
};

static const ffn::test::Case<TestEditsPanel> kCase;

} // namespace ffn::ui

#include "tst_edits_panel.moc"
