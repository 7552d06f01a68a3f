#include "tests/test_case.h"
#include "ui/document/document.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace ffn::ui {

namespace {

const QString kTutorial = QString(FFNSCOPE_FIXTURES) + "/forward/tutorial.safetensors";

Request small_request() {
    Request request;
    request.model.random.d_model = 8;
    request.model.random.d_ff = 16;
    request.input.texts = {"one two three"};
    return request;
}

void open(Document& document) {
    document.start(small_request());
    QTRY_VERIFY(document.snapshot() && !document.isBusy());
}

EditList ablation(std::int64_t unit) {
    return {{{UnitEdit::Kind::Ablate, {unit}}}};
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
    void whatIsAskedForWhileAFileOpensIsDoneAfterIt();
    void theLastEditIsNotLostToATextThatComesAfterIt();
    void anOpenRandomModelDoesNotWaitForAFile();
    void undoDuringAJobTakesThatJobBack();
    void aFailedUndoLeavesTheStackWhereItWas();
    void aFailureAfterAnUndoLeavesWhatIsShownOnTheStack();
    void stoppingGoesBackToTheLastGoodState();
    void typingThatFailsEndsAtWhatWasTypedBefore();
    void afterAPauseTypingIsAnotherStep();
    void aStartThatFailsKeepsTheHistory();
    void whatIsTypedWhileItStartsCanBeUndone();
    void optionsGivenAtTheStartGoToTheFirstWeights();
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
    QSignalSpy shown(&document, &Document::snapshotChanged);
    for (int n = 2; n <= 20; ++n)
        document.setTexts({QString("w ").repeated(n)});
    QTRY_VERIFY(!document.isBusy());
    QCOMPARE(length_of(document), 20);
    QCOMPARE(shown.size(), 1); // a stale one is never shown
    document.undoStack()->undo();
    QTRY_COMPARE(length_of(document), 3);
}

void TestDocument::whatIsAskedForWhileAFileOpensIsDoneAfterIt() {
    Document document;
    open(document);
    document.openFiles({kTutorial});
    document.setTexts({"one"});
    document.setEdits(ablation(5));
    document.setTokenizer("bytes");
    QTRY_VERIFY(!document.isBusy());
    QCOMPARE(document.snapshot()->config.d_ff, 88);
    QCOMPARE(length_of(document), 3); // the bytes of "one"
    QVERIFY(document.request().edits == ablation(5));
    // Each is a step of its own.
    document.undoStack()->undo();
    QTRY_COMPARE(length_of(document), 1);
    document.undoStack()->undo();
    QTRY_VERIFY(document.request().edits.empty());
    document.undoStack()->setIndex(1);
    QTRY_COMPARE(length_of(document), 3);
    QCOMPARE(document.snapshot()->config.d_ff, 88);
    document.undoStack()->undo();
    QTRY_COMPARE(document.snapshot()->config.d_ff, 16);
}

void TestDocument::theLastEditIsNotLostToATextThatComesAfterIt() {
    Document document;
    open(document);
    document.setEdits(ablation(1));
    document.setEdits(ablation(2)); // waits for the first
    document.setTexts({"one"});
    QTRY_VERIFY(!document.isBusy());
    QVERIFY(document.request().edits == ablation(2));
    QCOMPARE(document.snapshot()->stage(Stage::Hidden).at(0, 2), 0.f);
    QCOMPARE(length_of(document), 1);
}

void TestDocument::anOpenRandomModelDoesNotWaitForAFile() {
    Document document;
    open(document);
    QSignalSpy failures(&document, &Document::failed);
    document.openFiles({"/no/such/file"});
    document.openRandom({12, 20, Init::Torch, 5}, {});
    QTRY_VERIFY(!document.isBusy());
    QCOMPARE(failures.value(0).value(0).toString(), QString());
    QCOMPARE(document.snapshot()->config.d_model, 12);
}

void TestDocument::undoDuringAJobTakesThatJobBack() {
    Document document;
    open(document);
    document.setTexts({"one"});
    QTRY_VERIFY(!document.isBusy());
    document.setTokenizer("bytes");
    document.undoStack()->undo();
    QTRY_VERIFY(!document.isBusy());
    QCOMPARE(length_of(document), 1);
    QCOMPARE(document.request().input.tokenizer, std::string());
    document.undoStack()->redo();
    QTRY_COMPARE(length_of(document), 3);
}

void TestDocument::aFailedUndoLeavesTheStackWhereItWas() {
    const QTemporaryDir folder;
    const QString file = folder.filePath("weights.safetensors");
    QVERIFY(QFile::copy(kTutorial, file));
    Document document;
    open(document);
    document.openFiles({file});
    QTRY_COMPARE(document.snapshot()->config.d_ff, 88);
    document.openRandom({12, 20, Init::Torch, 5}, {});
    QTRY_COMPARE(document.snapshot()->config.d_ff, 20);
    QVERIFY(QFile::remove(file));
    QSignalSpy failures(&document, &Document::failed);
    document.undoStack()->undo();
    QTRY_COMPARE(failures.size(), 1);
    QCOMPARE(document.undoStack()->index(), 2);
    QCOMPARE(document.snapshot()->config.d_ff, 20);
    document.undoStack()->setIndex(0);
    QTRY_COMPARE(document.snapshot()->config.d_ff, 16);
}

void TestDocument::aFailureAfterAnUndoLeavesWhatIsShownOnTheStack() {
    Document document;
    open(document);
    document.setTokenizer("bytes");
    QTRY_VERIFY(!document.isBusy());
    document.setEdits(ablation(2));
    QTRY_VERIFY(!document.isBusy());
    QSignalSpy failures(&document, &Document::failed);
    document.undoStack()->undo();
    document.chooseBlock("no such block"); // what was undone cannot be done again from here
    document.openFiles({"/no/such/file"});
    QTRY_COMPARE(failures.size(), 1);
    QVERIFY(document.request().edits == ablation(2));
    QVERIFY(!document.undoStack()->canRedo());
    document.undoStack()->undo();
    QTRY_VERIFY(!document.isBusy());
    QCOMPARE(length_of(document), 3);
    document.undoStack()->redo();
    QTRY_VERIFY(document.request().edits == ablation(2));
}

void TestDocument::stoppingGoesBackToTheLastGoodState() {
    Document document;
    open(document);
    const SnapshotPtr good = document.snapshot();
    QSignalSpy stopped(&document, &Document::stopped), failures(&document, &Document::failed);
    document.openRandom({1024, 4096, Init::Torch, 5}, {}); // eight million numbers to draw
    document.stop();
    QTRY_COMPARE(stopped.size(), 1);
    QVERIFY(!document.undoStack()->canUndo());
    QCOMPARE(failures.size(), 0);
    QCOMPARE(document.snapshot(), good);
    // What was stopped does not come back with what is asked for next.
    document.setTexts({"one"});
    QTRY_COMPARE(length_of(document), 1);
    QCOMPARE(document.snapshot()->config.d_ff, 16);
}

void TestDocument::typingThatFailsEndsAtWhatWasTypedBefore() {
    Document document;
    open(document);
    QSignalSpy failures(&document, &Document::failed);
    document.setTexts({"one"});
    QTRY_COMPARE(length_of(document), 1);
    document.setTexts({"   "}); // the same step of undo
    QTRY_COMPARE(failures.size(), 1);
    document.undoStack()->undo();
    QTRY_COMPARE(length_of(document), 3);
    document.undoStack()->redo();
    QTRY_COMPARE(length_of(document), 1);
    QCOMPARE(failures.size(), 1);
}

void TestDocument::afterAPauseTypingIsAnotherStep() {
    Document document;
    open(document);
    document.setTexts({"one"});
    auto* pause = document.findChild<QTimer*>();
    QVERIFY(pause->isActive());
    QVERIFY(QMetaObject::invokeMethod(pause, "timeout"));
    document.setTexts({"one two"});
    document.endTyping(); // the cursor left the field
    document.setTexts({"one two three four"});
    QTRY_COMPARE(length_of(document), 4);
    document.undoStack()->undo();
    QTRY_COMPARE(length_of(document), 2);
    document.undoStack()->undo();
    QTRY_COMPARE(length_of(document), 1);
}

void TestDocument::aStartThatFailsKeepsTheHistory() {
    Document document;
    open(document);
    document.setTexts({"one"});
    QTRY_COMPARE(length_of(document), 1);
    QSignalSpy failures(&document, &Document::failed);
    document.start(small_request(), {"/no/such/file"});
    QTRY_COMPARE(failures.size(), 1);
    document.undoStack()->undo();
    QTRY_COMPARE(length_of(document), 3);
    document.start(small_request());
    QTRY_VERIFY(!document.undoStack()->canUndo() && !document.undoStack()->canRedo());
}

void TestDocument::whatIsTypedWhileItStartsCanBeUndone() {
    Document document;
    open(document);
    document.chooseBlock(""); // a step before the start, which is forgotten
    QTRY_VERIFY(!document.isBusy());
    document.start(small_request(), {kTutorial});
    document.setTexts({"one"});
    QTRY_VERIFY(!document.isBusy());
    QCOMPARE(document.undoStack()->count(), 1);
    document.undoStack()->undo();
    QTRY_COMPARE(length_of(document), 3);
    QCOMPARE(document.snapshot()->config.d_ff, 88);
}

// `ffnscope FILE --activation gelu --ablate 3`, where FILE turns out to be weights.
void TestDocument::optionsGivenAtTheStartGoToTheFirstWeights() {
    Request request = small_request();
    request.model.overrides.activation = Activation::Gelu;
    request.model.memory_limit = 1 << 30;
    request.input.tokenizer = "bytes";
    request.edits = ablation(3);
    Document document;
    document.start(request, {kTutorial});
    QTRY_VERIFY(document.snapshot());
    QCOMPARE(document.snapshot()->config.d_ff, 88);
    QCOMPARE(document.snapshot()->config.activation, Activation::Gelu);
    QCOMPARE(length_of(document), 13);
    QVERIFY(document.request().edits == ablation(3));
    // A file opened later brings its own options; how much memory there is does not depend on it.
    document.openFiles({kTutorial});
    QTRY_VERIFY(!document.isBusy());
    QCOMPARE(document.snapshot()->config.activation, Activation::Relu);
    QVERIFY(document.request().edits.empty());
    QCOMPARE(document.request().model.memory_limit, std::uint64_t(1 << 30));
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
    const QString odd = QString(FFNSCOPE_FIXTURES) + "/forward/tutorial_odd.safetensors";
    document.openFiles({odd});
    QTRY_COMPARE(length_of(document), 2);
    // It holds for all the files, not for the first weights only.
    document.start(request, {kTutorial, odd});
    QTRY_COMPARE(length_of(document), 4);
    QVERIFY(document.request().model.weights == std::filesystem::path(odd.toStdString()));
}

static const test::Case<TestDocument> kCase;

} // namespace ffn::ui

#include "tst_document.moc"
