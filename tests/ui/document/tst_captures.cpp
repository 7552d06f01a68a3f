#include "tests/test_case.h"
#include "ui/document/document.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

namespace ffn::ui {

namespace {

const QString kCaptures = QString(FFNSCOPE_FIXTURES) + "/captures/";
const QString kCapture = kCaptures + "encoder.capture.safetensors",
              kWeights = kCaptures + "encoder.safetensors";

Request small_request() {
    Request request;
    request.model.random.d_model = 8;
    request.model.random.d_ff = 16;
    request.input.texts = {"one two three"};
    return request;
}

/// The largest difference to what PyTorch had there.
double distance(const Snapshot& snapshot, Stage stage, const char* block) {
    const auto archive = open_archive(kCapture.toStdString());
    const auto index = archive->find(std::string(block) + "/" + std::string(name(stage)));
    const Tensor expected = archive->read(std::size_t(index));
    const auto values = snapshot.stage(stage).values();
    double most = values.size() == expected.values().size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < values.size(); ++i)
        most = std::max(most, double(std::abs(values[i] - expected.values()[i])));
    return most;
}

} // namespace

/// Files that hold what was computed elsewhere.
class TestCaptures : public QObject {
    Q_OBJECT
  private slots:
    void aCaptureOpensWhole();
    void aBlockIsChosenAndUndone();
    void weightsGetWhatTheirBlocksGot_data();
    void weightsGetWhatTheirBlocksGot();
    void theBlockSaidAtTheStartIsOpened();
    void otherWeightsLeaveTheCaptureAsItIs();
    void typingLetsGoOfTheCapture();
};

void TestCaptures::aCaptureOpensWhole() {
    Document document;
    document.start(small_request(), {kCapture});
    QTRY_VERIFY(document.snapshot());
    QCOMPARE(document.opened().captured, (std::vector<std::string>{"layers.0", "layers.1"}));
    QVERIFY(!document.snapshot()->model);
    QCOMPARE(document.snapshot()->block, std::string("layers.0"));
    for (const Stage stage : {Stage::Input, Stage::Hidden, Stage::Output})
        QCOMPARE(distance(*document.snapshot(), stage, "layers.0"), 0.0); // as they stand in the file
}

void TestCaptures::aBlockIsChosenAndUndone() {
    Document document;
    document.start(small_request(), {kCapture});
    QTRY_VERIFY(document.snapshot());
    document.chooseBlock("layers.1");
    QTRY_COMPARE(document.snapshot()->block, std::string("layers.1"));
    QCOMPARE(distance(*document.snapshot(), Stage::Hidden, "layers.1"), 0.0);
    document.undoStack()->undo();
    QTRY_COMPARE(document.snapshot()->block, std::string("layers.0"));
}

void TestCaptures::weightsGetWhatTheirBlocksGot_data() {
    QTest::addColumn<QList<QStringList>>("openings");
    QTest::newRow("weights first") << QList<QStringList>{{kWeights}, {kCapture}};
    QTest::newRow("capture first") << QList<QStringList>{{kCapture}, {kWeights}};
    QTest::newRow("at once, weights first") << QList<QStringList>{{kWeights, kCapture}};
    QTest::newRow("at once, capture first") << QList<QStringList>{{kCapture, kWeights}};
}

void TestCaptures::weightsGetWhatTheirBlocksGot() {
    QFETCH(QList<QStringList>, openings);
    Document document;
    document.start(small_request());
    QTRY_VERIFY(document.snapshot());
    for (const QStringList& files : openings) {
        document.openFiles(files);
        QTRY_VERIFY(!document.isBusy());
    }
    for (const char* block : {"layers.0", "layers.1"}) {
        document.chooseBlock(block);
        QTRY_VERIFY(!document.isBusy());
        QVERIFY(document.snapshot()->model);
        QCOMPARE(document.snapshot()->block, std::string(block));
        QVERIFY(document.opened().captured.empty());
        QCOMPARE(distance(*document.snapshot(), Stage::Input, block), 0.0);
        // Sums of 16 products of numbers about 1 in float32, in another order than PyTorch's.
        QVERIFY(distance(*document.snapshot(), Stage::Output, block) < 1e-5);
    }
}

void TestCaptures::theBlockSaidAtTheStartIsOpened() {
    Request request = small_request();
    request.model.block = "1"; // by its number
    Document document;
    document.start(request, {kWeights, kCapture});
    QTRY_VERIFY(document.snapshot());
    QCOMPARE(document.snapshot()->block, std::string("layers.1"));
    QCOMPARE(distance(*document.snapshot(), Stage::Input, "layers.1"), 0.0);
}

void TestCaptures::otherWeightsLeaveTheCaptureAsItIs() {
    Document document;
    document.start(small_request(), {kCaptures + "gated.safetensors"});
    QTRY_VERIFY(document.snapshot());
    document.openFiles({kCapture});
    QTRY_VERIFY(!document.opened().captured.empty());
    QVERIFY(!document.snapshot()->model);
}

void TestCaptures::typingLetsGoOfTheCapture() {
    Document document;
    document.start(small_request(), {kWeights, kCapture});
    QTRY_VERIFY(document.snapshot());
    QVERIFY(!document.request().capture.empty());
    document.setTexts({"a b"});
    QTRY_COMPARE(document.snapshot()->tokens->len(), 2);
    QVERIFY(document.request().capture.empty());
    QVERIFY(document.snapshot()->model);
}

static const test::Case<TestCaptures> kCase;

} // namespace ffn::ui

#include "tst_captures.moc"
