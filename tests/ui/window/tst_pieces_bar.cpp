#include "tests/test_case.h"
#include "ui/heatmap/heat_map_view.h"
#include "ui/heatmap/map_plot.h"
#include "ui/window/main_window.h"
#include "ui/window/pieces_bar.h"
#include "ui/window/tool_row.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QtWidgets>

namespace ffn::ui {

namespace {

void moveOver(QWidget* widget, QPoint place) {
    QMouseEvent move(QEvent::MouseMove, QPointF(place), widget->mapToGlobal(QPointF(place)), Qt::NoButton,
                     Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &move);
}

/// The picture of a row of the map, away from the cell cursor.
QImage rowPicture(const MainWindow& window, qint64 row) {
    MapPlot* plot = window.heatMap()->plot();
    const QRectF cell = plot->cellRect(row, 0);
    const QRect map = plot->mapRect();
    return plot->grab(QRect(map.left(), int(cell.top()) + 2, map.width(), int(cell.height()) - 4)).toImage();
}

} // namespace

/// Pointing at a word lights the rows of its pieces.
class TestPiecesBar : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void pointingInTheTextLightsTheRows();
    void pointingAtAPieceLightsItsWord();
    void piecesAreWalkedByKeys();
    void hiddenStatesHaveNoPieces();

  private:
    void open(MainWindow& window);
    QTemporaryDir m_settings;
};

void TestPiecesBar::initTestCase() {
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
}

void TestPiecesBar::open(MainWindow& window) {
    Request request;
    request.model.random.d_model = 24;
    request.model.random.d_ff = 64;
    request.input.texts = {"ab cde f"};
    request.input.tokenizer = "bytes";
    window.document()->start(request);
    window.resize(1300, 800);
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(window.document()->snapshot() && window.isSettled(), 20000);
}

void TestPiecesBar::pointingInTheTextLightsTheRows() {
    MainWindow window;
    open(window);
    window.viewState()->pointAt(Stage::Hidden, 7, 0);
    QTRY_VERIFY_WITH_TIMEOUT(window.isSettled(), 20000);
    const QImage other = rowPicture(window, 0), lit = rowPicture(window, 4);
    auto* line = window.findChild<ToolRow*>()->findChild<QLineEdit*>();
    // Over "d": the first place along the line whose cursor position is behind it.
    QPoint place(0, line->height() / 2);
    while (line->cursorPositionAt(place) < 5 && place.x() < line->width())
        place.rx() += 1;
    moveOver(line, place);
    QCOMPARE(window.viewState()->litFirst(), 3);
    QCOMPARE(window.viewState()->litCount(), 3);
    QVERIFY(rowPicture(window, 4) != lit);
    QVERIFY(rowPicture(window, 0) == other);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(line, &leave);
    QCOMPARE(window.viewState()->litCount(), 0);
    QVERIFY(rowPicture(window, 4) == lit);
}

void TestPiecesBar::pointingAtAPieceLightsItsWord() {
    MainWindow window;
    open(window);
    auto* bar = window.findChild<PiecesBar*>();
    QVERIFY(bar->isVisible());
    QVERIFY(bar->accessibleDescription().startsWith("a 97, b 98"));
    moveOver(bar, bar->pieceRect(5).center());
    QCOMPARE(window.viewState()->litFirst(), 3);
    QCOMPARE(window.viewState()->litCount(), 3);
    QCOMPARE(window.viewState()->row(), 5);
}

void TestPiecesBar::piecesAreWalkedByKeys() {
    MainWindow window;
    open(window);
    auto* bar = window.findChild<PiecesBar*>();
    bar->setFocus();
    window.viewState()->pointAt(Stage::Hidden, 2, 1);
    QTest::keyClick(bar, Qt::Key_Right);
    QCOMPARE(window.viewState()->row(), 3);
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->pieceRect(6).center());
    QCOMPARE(window.viewState()->row(), 6);
    QTest::keyClick(bar, Qt::Key_Left);
    QCOMPARE(window.viewState()->row(), 5);
}

void TestPiecesBar::hiddenStatesHaveNoPieces() {
    MainWindow window;
    open(window);
    auto* bar = window.findChild<PiecesBar*>();
    auto numbered = std::make_shared<TokenBatch>();
    numbered->rows = {{{"0", -1, 0, 0}, {"1", -1, 0, 0}}};
    bar->setTokens(numbered, {});
    QVERIFY(!bar->isVisible());
}

static const test::Case<TestPiecesBar> kCase;

} // namespace ffn::ui

#include "tst_pieces_bar.moc"
