#include "ui/window/theme.h"

#include "tests/test_case.h"

#include <QTest>
#include <QtWidgets>

namespace ffn::ui {

class TestTheme : public QObject {
    Q_OBJECT
  private slots:
    void emptyBoxesStandOutInEveryTheme_data();
    void emptyBoxesStandOutInEveryTheme();
    void cleanup() { applyTheme(Theme::Light); }
};

void TestTheme::emptyBoxesStandOutInEveryTheme_data() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

// Along the middle of the empty box or circle, the outline differs clearly from what is around it.
void TestTheme::emptyBoxesStandOutInEveryTheme() {
    QFETCH(bool, dark);
    applyTheme(dark ? Theme::Dark : Theme::Light);
    QWidget window;
    auto* column = new QVBoxLayout(&window);
    const QList<QAbstractButton*> buttons{new QCheckBox("box"), new QRadioButton("circle")};
    for (QAbstractButton* button : buttons) {
        button->setAutoExclusive(false);
        column->addWidget(button);
    }
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    for (QAbstractButton* button : buttons) {
        const QImage picture = button->grab().toImage();
        const int around = button->palette().color(QPalette::Window).lightness();
        int farthest = 0;
        for (int x = 0; x < 20; ++x)
            farthest = std::max(
                farthest, std::abs(QColor(picture.pixel(x, picture.height() / 2)).lightness() - around));
        QVERIFY2(farthest > 60, qPrintable(QString("%1: %2").arg(button->text()).arg(farthest)));
    }
}

static const test::Case<TestTheme> kCase;

} // namespace ffn::ui

#include "tst_theme.moc"
