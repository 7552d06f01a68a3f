#include "tests/test_case.h"
#include "ui/heatmap/heat_map_view.h"
#include "ui/model_browser/model_browser.h"
#include "ui/model_browser/tensor_picture.h"
#include "ui/model_browser/tensor_view.h"
#include "ui/tables/table_view.h"

#include <QtTest>
#include <QtWidgets>

using namespace ffn;
using namespace ffn::ui;

namespace {

const QString kFixtures = FFNSCOPE_FIXTURES;

QString label(const QWidget& widget, const char* name) {
    return widget.findChild<QLabel*>(name)->text();
}

/// A document with its browser, as the window has them.
struct Open {
    Document document;
    ViewState state;
    std::unique_ptr<ModelBrowser> browser;

    explicit Open(const QString& file, const char* block = "") {
        Request request;
        request.model.weights = (kFixtures + '/' + file).toStdString();
        request.model.block = block;
        request.input.texts = {"a b c"};
        request.input.tokenizer = "bytes";
        request.input.embedding = "random";
        document.start(request);
        QObject::connect(&document, &Document::snapshotChanged, &state, [this](const SnapshotPtr& snapshot) {
            state.fitTo(snapshot->tokens->len(), snapshot->config.d_model, snapshot->config.d_ff);
        });
        browser = std::make_unique<ModelBrowser>(&document, &state);
        browser->show();
    }
    bool isSettled() const { return document.snapshot() && !document.isBusy() && browser->isSettled(); }
};

} // namespace

class TestModelBrowser : public QObject {
    Q_OBJECT
  private slots:
    void everythingOfTheFileIsListed();
    void namesHaveTheRoomThatIsLeft();
    void enterOpensABlock();
    void theFilterFindsATensorAndItIsShown();
    void theUnitOfTheWindowIsLit();
    void whatATensorMeansFollowsTheBlock();
    void randomWeightsAreInNoFile();
};

void TestModelBrowser::everythingOfTheFileIsListed() {
    Open open("hub/opt", "0");
    QTRY_VERIFY_WITH_TIMEOUT(open.isSettled(), 20000);
    const OpenedModel& model = open.document.opened().model;
    QCOMPARE(open.browser->blocks()->view()->model()->rowCount(), int(model.listing.blocks.size()));
    QCOMPARE(open.browser->tensors()->view()->model()->rowCount(), int(model.archive->tensors().size()));
    QVERIFY(open.browser->blocks()->text().contains("opt"));
    // No empty picture: the first matrix of the open block, until another one is chosen.
    QTRY_VERIFY_WITH_TIMEOUT(open.browser->tensor()->shown(), 20000);
    QCOMPARE(open.browser->tensor()->shown()->block, model.listing.blocks[0].tensors.up);
}

void TestModelBrowser::namesHaveTheRoomThatIsLeft() {
    Open open("hub/opt", "0");
    open.browser->resize(1800, 700);
    QTRY_VERIFY_WITH_TIMEOUT(open.isSettled(), 20000);
    const QTableView* view = open.browser->tensors()->view();
    QTRY_COMPARE(view->horizontalHeader()->length(), view->viewport()->width());
    QVERIFY(view->columnWidth(0) > 260); // as wide as others may be
}

void TestModelBrowser::enterOpensABlock() {
    Open open("hub/opt", "0");
    QTRY_VERIFY_WITH_TIMEOUT(open.isSettled(), 20000);
    QSignalSpy chosen(open.browser.get(), &ModelBrowser::blockChosen);
    QTableView* view = open.browser->blocks()->view();
    view->setFocus();
    QTest::keyClick(view, Qt::Key_Down);
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].toString(),
             QString::fromStdString(open.document.opened().model.listing.blocks[1].id));
    QVERIFY(open.browser->isVisible());
    // A double click is a click first.
    const QPoint first = view->visualRect(view->model()->index(0, 1)).center();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, first);
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, first);
    QCOMPARE(chosen.last()[0].toString(),
             QString::fromStdString(open.document.opened().model.listing.blocks[0].id));
}

void TestModelBrowser::theFilterFindsATensorAndItIsShown() {
    Open open("forward/tutorial.safetensors");
    QTRY_VERIFY_WITH_TIMEOUT(open.isSettled(), 20000);
    const std::string name = open.document.opened().model.listing.blocks[0].tensors.up;
    QTest::keyClicks(open.browser->tensors()->filter(), QString::fromStdString(name));
    QTableView* view = open.browser->tensors()->view();
    QVERIFY(view->model()->rowCount() >= 1);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                      view->visualRect(view->model()->index(0, 0)).center());
    QTRY_VERIFY_WITH_TIMEOUT(open.browser->tensor()->shown() &&
                                 open.browser->tensor()->shown()->block == name && open.isSettled(),
                             20000);
    QVERIFY(label(*open.browser, "tensorTitle").startsWith(QString::fromStdString(name)));
    QVERIFY(label(*open.browser, "tensorNote").contains("row j"));
    QVERIFY(label(*open.browser, "tensorNote").contains("88 × "));
    QVERIFY(label(*open.browser, "tensorPixel").contains("px"));
    QVERIFY(label(*open.browser, "histogramHeadline").startsWith(QString::fromStdString(name)));
}

void TestModelBrowser::theUnitOfTheWindowIsLit() {
    Open open("forward/gpt2.safetensors", "0");
    QTRY_VERIFY_WITH_TIMEOUT(open.isSettled(), 20000);
    const auto model = open.document.snapshot()->model;
    open.state.pointAt(Stage::Hidden, 0, 5);
    open.state.pointAt(Stage::Input, 0, 3);
    open.browser->showTensor(
        QString::fromStdString(open.document.opened().model.listing.blocks[0].tensors.up));
    QTRY_VERIFY_WITH_TIMEOUT(open.browser->tensor()->shown() && open.isSettled(), 20000);
    // [in, out]: the unit's weights are a column. The place and the value agree with the loaded block.
    const QString cell = label(*open.browser, "tensorCell");
    QVERIFY2(cell.startsWith("[3, 5] = "), qPrintable(cell));
    QCOMPARE(open.browser->tensor()->shown()->stage(kTensorStage).at(3, 5), model->up.at(5, 3));
    open.state.pointAt(Stage::Hidden, 0, 7);
    QVERIFY(label(*open.browser, "tensorCell").startsWith("[3, 7] = "));
}

void TestModelBrowser::whatATensorMeansFollowsTheBlock() {
    Open open("hub/opt", "0");
    QTRY_VERIFY_WITH_TIMEOUT(open.isSettled() && open.browser->tensor()->shown(), 20000);
    QVERIFY(label(*open.browser, "tensorNote").contains("hidden unit"));
    open.document.chooseBlock(QString::fromStdString(open.document.opened().model.listing.blocks[1].id));
    QTRY_VERIFY_WITH_TIMEOUT(open.isSettled() && open.document.opened().model.block == 1, 20000);
    // The tensor seen is block 0's still: nothing of the block that is open now.
    QVERIFY(!label(*open.browser, "tensorNote").contains("hidden unit"));
}

void TestModelBrowser::randomWeightsAreInNoFile() {
    Open open("forward/tutorial.safetensors");
    QTRY_VERIFY_WITH_TIMEOUT(open.isSettled(), 20000);
    RandomModel random;
    random.d_model = 8;
    random.d_ff = 16;
    open.document.openRandom(random, {});
    QTRY_VERIFY_WITH_TIMEOUT(!open.document.opened().model.archive && open.isSettled(), 20000);
    QCOMPARE(open.browser->tensors()->view()->model()->rowCount(), 0);
    QVERIFY(label(*open.browser, "browserHeadline").contains("random weights"));
}

static const ffn::test::Case<TestModelBrowser> kCase;
#include "tst_model_browser.moc"
