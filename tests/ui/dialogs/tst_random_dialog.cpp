#include "tests/test_case.h"
#include "ui/dialogs/random_dialog.h"

#include <QtTest>
#include <QtWidgets>

using namespace ffn;
using namespace ffn::ui;

class TestRandomDialog : public QObject {
    Q_OBJECT
  private slots:
    void startsWithTheDefaults();
    void typingMakesARequest();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void saysWhenItWouldNotFit();
    void parametersAreThoseOfTheBlock_data();
    void parametersAreThoseOfTheBlock();
    void withoutANormThereIsNoEps();
};

namespace {

void type(QWidget* field, const QString& text) {
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, text);
}

template <class Widget = QWidget>
Widget* part(const QDialog& dialog, const char* name) {
    return dialog.findChild<Widget*>(name);
}

bool canDraw(const QDialog& dialog) {
    return dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->isEnabled();
}

} // namespace

void TestRandomDialog::startsWithTheDefaults() {
    RandomDialog dialog;
    QCOMPARE(dialog.request(), RandomRequest());
    QCOMPARE(dialog.request()->config.d_model, 512);
    QCOMPARE(dialog.request()->config.d_ff, 2048);
    const QString thin(QChar(0x2009));
    // 2 · 512 · 2048 + 2048 + 512 + 2 · 512 numbers of four bytes.
    QCOMPARE(part<QLabel>(dialog, "randomSize")->text(),
             "2" + thin + "100" + thin + "736 parameters · 8.0 MiB");
}

void TestRandomDialog::typingMakesARequest() {
    RandomDialog dialog;
    dialog.show();
    type(part(dialog, "randomDModel"), "64");
    type(part(dialog, "randomDFf"), "256");
    type(part(dialog, "randomSeed"), "18446744073709551615");
    type(part(dialog, "randomEps"), "1e-6");
    QTest::keyClick(part(dialog, "randomActivation"), Qt::Key_Down);
    QTest::keyClick(part(dialog, "randomInit"), Qt::Key_End);
    QTest::keyClick(part(dialog, "randomNorm"), Qt::Key_Down);
    QTest::keyClick(part(dialog, "randomPlacement"), Qt::Key_Down);
    QTest::keyClick(part(dialog, "randomGated"), Qt::Key_Space);
    RandomRequest expected;
    expected.config = {64, 256, Activation::Gelu, Norm::RmsNorm, NormPlacement::Pre, 1e-6, true};
    expected.init = Init::Normal;
    expected.seed = 18446744073709551615ull;
    QVERIFY(dialog.request().has_value());
    QCOMPARE(*dialog.request(), expected);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(accepted.count(), 1);
}

void TestRandomDialog::saysWhatIsWrong_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("about");
    QTest::newRow("no seed") << "randomSeed"
                             << "x"
                             << "seed";
    QTest::newRow("negative seed") << "randomSeed"
                                   << "-1"
                                   << "seed";
    QTest::newRow("seed of 65 bits") << "randomSeed"
                                     << "18446744073709551616"
                                     << "seed";
    QTest::newRow("half a seed") << "randomSeed"
                                 << "1.5"
                                 << "seed";
    QTest::newRow("eps 0") << "randomEps"
                           << "0"
                           << "eps";
    QTest::newRow("negative eps") << "randomEps"
                                  << "-1e-5"
                                  << "eps";
    QTest::newRow("half-typed eps") << "randomEps"
                                    << "1e-"
                                    << "eps";
    QTest::newRow("eps inf") << "randomEps"
                             << "inf"
                             << "eps";
}

void TestRandomDialog::saysWhatIsWrong() {
    QFETCH(QString, field);
    QFETCH(QString, typed);
    QFETCH(QString, about);
    RandomDialog dialog;
    dialog.show();
    type(dialog.findChild<QWidget*>(field), typed);
    QVERIFY(!dialog.request());
    QVERIFY(!canDraw(dialog));
    QVERIFY(part<QLabel>(dialog, "randomProblem")->text().contains(about));
    type(dialog.findChild<QWidget*>(field), "3");
    QVERIFY(canDraw(dialog));
    QCOMPARE(part<QLabel>(dialog, "randomProblem")->text(), QString());
}

void TestRandomDialog::saysWhenItWouldNotFit() {
    RandomDialog dialog(10'000'000);
    dialog.show();
    QVERIFY(canDraw(dialog));
    type(part(dialog, "randomDFf"), "4096");
    QVERIFY(!canDraw(dialog));
    QVERIFY(part<QLabel>(dialog, "randomProblem")->text().contains("16.0 MiB, but only 9.5 MiB"));
}

void TestRandomDialog::parametersAreThoseOfTheBlock_data() {
    QTest::addColumn<Norm>("norm");
    QTest::addColumn<bool>("gated");
    QTest::newRow("tutorial") << Norm::LayerNorm << false;
    QTest::newRow("gated RMS") << Norm::RmsNorm << true;
    QTest::newRow("no norm") << Norm::None << false;
}

void TestRandomDialog::parametersAreThoseOfTheBlock() {
    QFETCH(Norm, norm);
    QFETCH(bool, gated);
    const FeedForwardConfig config{5, 7, Activation::Relu, norm, NormPlacement::Post, 1e-5, gated};
    const auto block = random_feed_forward(config, Init::Torch, 0);
    QCOMPARE(parameterCount(config), qint64(block->parameters()));
}

void TestRandomDialog::withoutANormThereIsNoEps() {
    RandomDialog dialog;
    dialog.show();
    type(part(dialog, "randomEps"), "nonsense");
    QVERIFY(!canDraw(dialog));
    QTest::keyClick(part(dialog, "randomNorm"), Qt::Key_End);
    QVERIFY(!part(dialog, "randomEps")->isEnabled());
    QVERIFY(!part(dialog, "randomPlacement")->isEnabled());
    QVERIFY(canDraw(dialog));
    QCOMPARE(dialog.request()->config.eps, 1e-5);
}

static const ffn::test::Case<TestRandomDialog> kCase;
#include "tst_random_dialog.moc"
