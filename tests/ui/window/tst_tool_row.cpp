#include "tests/test_case.h"
#include "ui/window/embedding_choice.h"
#include "ui/window/input_menu.h"
#include "ui/window/main_window.h"
#include "ui/window/tool_row.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QtWidgets>

namespace ffn::ui {

namespace {

const QString kTokens = QString(FFNSCOPE_FIXTURES) + "/tokens/subword/";
const QString kBert = kTokens + "bert/vocab.txt";

QComboBox* tokenizerOf(MainWindow& window) {
    for (QComboBox* box : window.findChild<ToolRow*>()->findChildren<QComboBox*>())
        if (box->findData("words") >= 0) return box;
    return nullptr;
}

QAction* actionOf(const MainWindow& window, const QString& text) {
    for (QAction* action : window.findChild<InputMenu*>()->findChildren<QAction*>())
        if (action->text() == text) return action;
    return nullptr;
}

QStringList piecesOf(MainWindow& window) {
    QStringList pieces;
    for (const Token& token : window.document()->snapshot()->tokens->rows[0])
        pieces += QString::fromStdString(token.text);
    return pieces;
}

/// Two tables of 40 rows of 24, of ones and of twos.
bool writeTables(const QString& path) {
    constexpr int kValues = 40 * 24;
    QJsonObject header;
    QByteArray data;
    for (const auto& [name, value] : {std::pair{"one", 1.0f}, {"two:0", 2.0f}}) { // as in TensorFlow
        const QJsonArray offsets{data.size(), data.size() + kValues * 4};
        header[name] =
            QJsonObject{{"dtype", "F32"}, {"shape", QJsonArray{40, 24}}, {"data_offsets", offsets}};
        const std::vector<float> values(kValues, value);
        data.append(reinterpret_cast<const char*>(values.data()), kValues * 4);
    }
    const QByteArray text = QJsonDocument(header).toJson(QJsonDocument::Compact);
    const quint64 length = quint64(text.size());
    QFile file(path);
    return file.open(QIODevice::WriteOnly) &&
           file.write(QByteArray(reinterpret_cast<const char*>(&length), 8) + text + data) > 0;
}

} // namespace

/// What a person chooses about the input, in the row above the picture.
class TestToolRow : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void aTokenizerFileIsUsedAndShown();
    void specialTokensGoAroundTheText();
    void aFileThatIsNoTokenizerIsSaidAndNotKept();
    void embeddingsAndPositionsFollowTheChoice();
    void ofSeveralTablesAPersonChooses();
    void withoutAnAnswerTheTableStays();
    void aLateAnswerIsDropped();
    void whereTheModelBringsNothingItIsSaid();
    void aLongTextIsKeptWhole();
    void undoInTheFieldIsTheWindows();

  private:
    void open(MainWindow& window);
    QTemporaryDir m_settings;
};

void TestToolRow::initTestCase() {
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
}

void TestToolRow::open(MainWindow& window) {
    Request request;
    request.model.random.d_model = 24;
    request.model.random.d_ff = 64;
    request.input.texts = {"hello world"};
    window.document()->start(request);
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(window.document()->snapshot() && window.isSettled(), 20000);
}

void TestToolRow::aTokenizerFileIsUsedAndShown() {
    MainWindow window;
    open(window);
    QCOMPARE(piecesOf(window), QStringList({"hello", "world"}));
    QVERIFY(!actionOf(window, "&Special tokens around the text")->isEnabled());
    QComboBox* box = tokenizerOf(window);
    QSignalSpy wanted(window.findChild<ToolRow*>(), &ToolRow::tokenizerFileWanted);
    disconnect(window.findChild<ToolRow*>(), &ToolRow::tokenizerFileWanted, &window, nullptr);
    box->setFocus();
    QTest::keyClick(box, Qt::Key_End);
    // The way to a file is the last; what is in use stays chosen until the file is open.
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(box->currentData().toString(), QString());
    window.document()->setTokenizer(kTokens + "gpt2");
    QTRY_VERIFY_WITH_TIMEOUT(piecesOf(window) != QStringList({"hello", "world"}), 20000);
    QCOMPARE(box->currentText(), "gpt2");
    // Byte-level pieces join to the text, their blank is Ġ.
    QCOMPARE(piecesOf(window).join(QString()), QString("hello\u0120world"));
}

void TestToolRow::specialTokensGoAroundTheText() {
    MainWindow window;
    open(window);
    window.document()->setTokenizer(kBert);
    QAction* special = actionOf(window, "&Special tokens around the text");
    QTRY_VERIFY_WITH_TIMEOUT(special->isEnabled(), 20000);
    const QStringList plain = piecesOf(window);
    special->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(piecesOf(window).size(), plain.size() + 2, 20000);
    QCOMPARE(piecesOf(window), QStringList("[CLS]") + plain + QStringList("[SEP]"));
    QVERIFY(special->isChecked());
    // Another tokeniser begins without: it may know of none.
    window.document()->setTokenizer("bytes");
    QTRY_COMPARE_WITH_TIMEOUT(piecesOf(window).size(), 11, 20000);
    QVERIFY(!special->isChecked());
}

void TestToolRow::aFileThatIsNoTokenizerIsSaidAndNotKept() {
    MainWindow window;
    open(window);
    window.document()->setTokenizer(QString(FFNSCOPE_FIXTURES) + "/forward/tutorial.safetensors");
    QTRY_VERIFY_WITH_TIMEOUT(window.message().contains("tutorial.safetensors"), 20000);
    QCOMPARE(tokenizerOf(window)->currentData().toString(), QString());
    QCOMPARE(piecesOf(window), QStringList({"hello", "world"}));
}

void TestToolRow::embeddingsAndPositionsFollowTheChoice() {
    MainWindow window;
    open(window);
    const SnapshotPtr before = window.document()->snapshot();
    actionOf(window, "Sinusoidal")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(window.document()->snapshot() != before, 20000);
    const Tensor expected = sinusoidal_positions(2, 24);
    const Tensor& plain = before->stage(Stage::Input);
    const Tensor& with = window.document()->snapshot()->stage(Stage::Input);
    for (std::int64_t row = 0; row < 2; ++row)
        for (std::int64_t unit = 0; unit < 24; ++unit)
            // One float32 addition: exact up to its own rounding.
            QCOMPARE(with.at(row, unit), plain.at(row, unit) + expected.at(row, unit));
    QVERIFY(actionOf(window, "Sinusoidal")->isChecked());
    window.document()->setEmbedding("/no/such/table.npy");
    QTRY_VERIFY_WITH_TIMEOUT(window.message().contains("table.npy"), 20000);
    QVERIFY(actionOf(window, "The model's (none fits: random rows)")->isChecked());
}

void TestToolRow::ofSeveralTablesAPersonChooses() {
    QTemporaryDir folder;
    const QString file = folder.filePath("tables.safetensors");
    QVERIFY(writeTables(file));
    MainWindow window;
    open(window);
    const SnapshotPtr before = window.document()->snapshot();
    EmbeddingChoice choice(window.document(), &window);
    choice.take(file);
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QInputDialog*>("embeddingTensor"), 20000);
    auto* dialog = window.findChild<QInputDialog*>("embeddingTensor");
    QCOMPARE(dialog->comboBoxItems(), QStringList({"one  [40, 24]", "two:0  [40, 24]"}));
    dialog->setTextValue("two:0  [40, 24]");
    dialog->accept();
    QTRY_VERIFY_WITH_TIMEOUT(window.document()->snapshot() != before, 20000);
    QCOMPARE(window.document()->request().input.embedding, (file + ":two:0").toStdString());
    for (const float v : window.document()->snapshot()->stage(Stage::Input).values())
        QCOMPARE(v, 2.0f);
}

// Neither of the two questions is an answer: which file, and which of its tables.
void TestToolRow::withoutAnAnswerTheTableStays() {
    QTemporaryDir folder;
    const QString file = folder.filePath("tables.safetensors");
    QVERIFY(writeTables(file));
    MainWindow window;
    open(window);
    const SnapshotPtr before = window.document()->snapshot();
    QTimer cancel;
    connect(&cancel, &QTimer::timeout, &window, [] {
        if (auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget())) dialog->reject();
    });
    cancel.start(10);
    actionOf(window, "From a file…")->trigger();
    cancel.stop();
    const auto shown = [&] { return actionOf(window, "The model's (none fits: random rows)")->isChecked(); };
    QVERIFY(shown());
    auto* choice = window.findChild<EmbeddingChoice*>();
    choice->take(file);
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QInputDialog*>("embeddingTensor"), 20000);
    window.findChild<QInputDialog*>("embeddingTensor")->reject();
    QTRY_VERIFY(!window.findChild<QInputDialog*>("embeddingTensor"));
    QVERIFY(!window.document()->isBusy() && shown());
    QCOMPARE(window.document()->snapshot(), before);
    // OK as it stands takes the first.
    choice->take(file);
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QInputDialog*>("embeddingTensor"), 20000);
    window.findChild<QInputDialog*>("embeddingTensor")->accept();
    QTRY_VERIFY_WITH_TIMEOUT(window.document()->snapshot() != before, 20000);
    for (const float v : window.document()->snapshot()->stage(Stage::Input).values())
        QCOMPARE(v, 1.0f);
    QVERIFY(!shown());
}

void TestToolRow::aLateAnswerIsDropped() {
    QTemporaryDir folder;
    const QString file = folder.filePath("tables.safetensors");
    QVERIFY(writeTables(file));
    MainWindow window;
    open(window);
    EmbeddingChoice choice(window.document(), &window);
    choice.take(file);
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QInputDialog*>("embeddingTensor"), 20000);
    const auto opened = [&] { return window.document()->opened().model.model; };
    const auto before = opened();
    window.document()->openRandom({24, 32, Init::Torch, 7}, {}); // as by a drop
    QTRY_VERIFY_WITH_TIMEOUT(opened() != before && window.isSettled(), 20000);
    window.findChild<QInputDialog*>("embeddingTensor")->accept();
    QVERIFY(!window.document()->isBusy());
    QCOMPARE(window.document()->request().input.embedding, std::string());
}

// Weights of a hub without a tokeniser, whose embeddings are narrower than the block.
void TestToolRow::whereTheModelBringsNothingItIsSaid() {
    MainWindow window;
    Request request;
    request.model.weights = std::string(FFNSCOPE_FIXTURES) + "/hub/opt";
    request.model.block = "0";
    request.input.texts = {"hello world"};
    window.document()->start(request);
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(window.document()->snapshot() && window.isSettled(), 20000);
    const auto source = [&] {
        const auto labels = window.statusBar()->findChildren<QLabel*>();
        return std::ranges::any_of(
            labels, [](const QLabel* l) { return l->text().contains("ids by order of appearance"); });
    };
    QVERIFY(source());
    QCOMPARE(tokenizerOf(window)->currentText(), "words (default)");
    const bool table = window.document()->opened().encoder->table != nullptr;
    QCOMPARE(actionOf(window, "The model's") != nullptr, table);
    window.document()->setTexts({"hello again"}); // and it stays said
    QTRY_VERIFY_WITH_TIMEOUT(piecesOf(window) == QStringList({"hello", "again"}) && window.isSettled(),
                             20000);
    QVERIFY(source());
    window.document()->setTokenizer("bytes");
    QTRY_COMPARE_WITH_TIMEOUT(piecesOf(window).size(), 11, 20000);
    QVERIFY(!source());
    QCOMPARE(tokenizerOf(window)->itemText(0), "words (default)");
}

void TestToolRow::aLongTextIsKeptWhole() {
    MainWindow window;
    open(window);
    const QString text = QString(40'000, 'a') + " end"; // more than a line edit takes unless it is told to
    window.document()->setTexts({text});
    QTRY_COMPARE_WITH_TIMEOUT(piecesOf(window).value(1), QString("end"), 20000);
    auto* field = window.findChild<ToolRow*>()->findChild<QLineEdit*>();
    QCOMPARE(field->text(), text);
    field->setCursorPosition(0);
    QTest::keyClick(field, Qt::Key_X);
    QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(window.document()->request().input.texts[0]), "x" + text,
                              20000);
}

void TestToolRow::undoInTheFieldIsTheWindows() {
    MainWindow window;
    open(window);
    auto* field = window.findChild<ToolRow*>()->findChild<QLineEdit*>();
    field->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const auto edited = [&] { return !window.document()->request().edits.empty(); };
    window.document()->setEdits({{{UnitEdit::Kind::Ablate, {3}}}});
    QTRY_VERIFY_WITH_TIMEOUT(edited(), 20000);
    QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!edited(), 20000);
    QTest::keySequence(field, QKeySequence(QKeySequence::Redo));
    QTRY_VERIFY_WITH_TIMEOUT(edited(), 20000);
    // What is typed is one of the steps, and the one before it is reached after it.
    field->setCursorPosition(0);
    QTest::keyClick(field, Qt::Key_X);
    QTRY_COMPARE_WITH_TIMEOUT(piecesOf(window).value(0), QString("xhello"), 20000);
    QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(piecesOf(window).value(0), QString("hello"), 20000);
    QCOMPARE(field->text(), QString("hello world"));
    QVERIFY(edited());
    QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!edited(), 20000);
    QTest::keySequence(field, QKeySequence(QKeySequence::Redo));
    QTest::keySequence(field, QKeySequence(QKeySequence::Redo));
    QTRY_COMPARE_WITH_TIMEOUT(piecesOf(window).value(0), QString("xhello"), 20000);
    QCOMPARE(field->text(), QString("xhello world"));
    QVERIFY(edited());
}

static const test::Case<TestToolRow> kCase;

} // namespace ffn::ui

#include "tst_tool_row.moc"
