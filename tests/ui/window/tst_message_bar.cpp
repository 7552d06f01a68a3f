#include "ui/window/message_bar.h"

#include "tests/test_case.h"
#include "ui/compare/reference.h"
#include "ui/heatmap/heat_map_view.h"
#include "ui/window/main_window.h"
#include "ui/window/tool_row.h"

#include <QTest>
#include <QtWidgets>

namespace ffn::ui {

/// How long a message stays in the window.
class TestMessageBar : public QObject {
    Q_OBJECT
  private slots:
    void aFailureOfAComparisonGoesWithALaterOne();
    void escapeDismissesTheMessage();

  private:
    static void open(MainWindow& window);
    static void fail(MainWindow& window);
};

void TestMessageBar::open(MainWindow& window) {
    Request request;
    request.model.random.d_model = 24;
    request.model.random.d_ff = 64;
    request.input.texts = {"one two three"};
    window.document()->start(request);
    window.resize(1300, 800);
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(window.document()->snapshot() && window.isSettled(), 20000);
}

void TestMessageBar::fail(MainWindow& window) {
    window.openFiles({"/no/such/weights.safetensors"});
    QTRY_VERIFY(window.message().contains("weights.safetensors"));
    QTRY_VERIFY(!window.document()->isBusy());
}

void TestMessageBar::aFailureOfAComparisonGoesWithALaterOne() {
    MainWindow window;
    open(window);
    auto* reference = window.findChild<Reference*>();
    reference->useFile("/no/such/other.safetensors");
    QTRY_VERIFY(window.message().contains("other.safetensors"));
    QTRY_VERIFY(!reference->isBusy());
    reference->useRandom();
    QTRY_VERIFY(reference->snapshot());
    QCOMPARE(window.message(), QString());
    // What is said of something else stays.
    fail(window);
    reference->useOriginal();
    QVERIFY(window.message().contains("weights.safetensors"));
}

void TestMessageBar::escapeDismissesTheMessage() {
    MainWindow window;
    open(window);
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const QList<QWidget*> places{window.findChild<ToolRow*>()->findChild<QLineEdit*>(), window.heatMap(),
                                 window.findChild<QTabWidget*>()->tabBar()};
    for (QWidget* place : places) {
        fail(window);
        place->setFocus();
        QTest::keyClick(place, Qt::Key_Escape);
        QCOMPARE(window.message(), QString());
    }
}

static const test::Case<TestMessageBar> kCase;

} // namespace ffn::ui

#include "tst_message_bar.moc"
