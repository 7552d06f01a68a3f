#include "tests/test_case.h"
#include "ui/document/document.h"

#include <QSignalSpy>
#include <QTest>

namespace ffn::ui {

namespace {

Request small_request() {
    Request request;
    request.model.random.d_model = 8;
    request.model.random.d_ff = 16;
    request.input.texts = {"one two three"};
    return request;
}

qint64 length_of(const Document& document) {
    return document.snapshot()->tokens->len();
}

} // namespace

class TestDocument : public QObject {
    Q_OBJECT
  private slots:
    void aStartGivesASnapshot();
    void undoGoesBackAndRedoForth();
    void typingIsOneStepOfUndo();
    void aFailureKeepsTheLastGoodState();
    void theNewestRequestWins();
    void whatIsSaidAtTheStartHoldsForItsFiles();
};

void TestDocument::aStartGivesASnapshot() {
    Document document;
    QSignalSpy models(&document, &Document::modelChanged);
    document.start(small_request());
    QTRY_VERIFY(document.snapshot());
    QCOMPARE(models.size(), 1);
    QCOMPARE(length_of(document), 3);
    QVERIFY(!document.undoStack()->canUndo());
}

void TestDocument::undoGoesBackAndRedoForth() {
    Document document;
    document.start(small_request());
    QTRY_VERIFY(document.snapshot());
    const SnapshotPtr first = document.snapshot();
    document.openRandom({12, 20, Init::Torch, 5}, {});
    QTRY_COMPARE(document.snapshot()->config.d_model, 12);
    document.undoStack()->undo();
    QTRY_COMPARE(document.snapshot()->config.d_model, 8);
    QVERIFY(std::ranges::equal(document.snapshot()->stage(Stage::Output).values(),
                               first->stage(Stage::Output).values()));
    document.undoStack()->redo();
    QTRY_COMPARE(document.snapshot()->config.d_model, 12);
}

void TestDocument::typingIsOneStepOfUndo() {
    Document document;
    document.start(small_request());
    QTRY_VERIFY(document.snapshot());
    document.setTexts({"one"});
    QTRY_COMPARE(length_of(document), 1);
    document.setTexts({"one two"});
    QTRY_COMPARE(length_of(document), 2);
    document.undoStack()->undo();
    QTRY_COMPARE(length_of(document), 3);
    QVERIFY(!document.undoStack()->canUndo());
}

void TestDocument::aFailureKeepsTheLastGoodState() {
    Document document;
    document.start(small_request());
    QTRY_VERIFY(document.snapshot());
    const SnapshotPtr good = document.snapshot();
    QSignalSpy failures(&document, &Document::failed);
    document.setTexts({"   "});
    QTRY_COMPARE(failures.size(), 1);
    QCOMPARE(document.snapshot(), good);
    document.openFiles({"/no/such/file"});
    QTRY_COMPARE(failures.size(), 2);
    QVERIFY(failures.last().first().toString().contains("/no/such/file"));
    QCOMPARE(document.snapshot(), good);
    QVERIFY(!document.undoStack()->canUndo());
}

void TestDocument::theNewestRequestWins() {
    Document document;
    document.start(small_request());
    QTRY_VERIFY(document.snapshot());
    for (int n = 2; n <= 20; ++n)
        document.setTexts({QString("w ").repeated(n)});
    QTRY_VERIFY(!document.isBusy());
    QCOMPARE(length_of(document), 20);
}

void TestDocument::whatIsSaidAtTheStartHoldsForItsFiles() {
    Document document;
    Request request = small_request();
    request.input.texts = {"ab c"};
    request.input.tokenizer = "bytes";
    document.start(request, {QString(FFNSCOPE_FIXTURES) + "/forward/tutorial.safetensors"});
    QTRY_VERIFY(document.snapshot());
    QCOMPARE(document.snapshot()->config.d_ff, 88);
    QCOMPARE(length_of(document), 4);
    // Opened later, weights come with a tokeniser of their own.
    document.openFiles({QString(FFNSCOPE_FIXTURES) + "/forward/tutorial_odd.safetensors"});
    QTRY_COMPARE(length_of(document), 2);
}

static const test::Case<TestDocument> kCase;

} // namespace ffn::ui

#include "tst_document.moc"
