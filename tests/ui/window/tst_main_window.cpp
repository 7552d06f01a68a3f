#include "tests/test_case.h"
#include "ui/dialogs/mapping_dialog.h"
#include "ui/edits/edits_panel.h"
#include "ui/heatmap/heat_map_view.h"
#include "ui/strip/pipeline_strip.h"
#include "ui/strip/stage_card.h"
#include "ui/window/export_job.h"
#include "ui/window/language.h"
#include "ui/window/main_window.h"
#include "ui/window/message_bar.h"
#include "ui/window/theme.h"
#include "ui/window/tool_row.h"

#include <QComboBox>
#include <QLineEdit>
#include <QMimeData>
#include <QSettings>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QtWidgets>

namespace ffn::ui {

namespace {

const QString kTutorial = QString(FFNSCOPE_FIXTURES) + "/forward/tutorial.safetensors";

Request small_request() {
    Request request;
    request.model.random.d_model = 24;
    request.model.random.d_ff = 64;
    request.input.texts = {"one two three"};
    return request;
}

QLineEdit* sentence_of(MainWindow& window) {
    return window.findChild<ToolRow*>()->findChild<QLineEdit*>();
}

int thumbnailHeight(const MainWindow& window) {
    int height = 0;
    for (const StageCard* card : window.findChildren<StageCard*>())
        if (card->stage() == Stage::Hidden) height = card->thumbnailRect().height();
    return height;
}

} // namespace

/// The window as a person uses it, offscreen, with real events.
class TestMainWindow : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void thePictureFollowsTheTyping();
    void aFileDroppedInIsOpened();
    void anErrorIsShownAndNothingIsLost();
    void aBadStartStillOpensOnSomething();
    void aFolderIsOpenedAsAModel();
    void whatHasNoBlocksIsSaidToHaveNone();
    void everyPanelCanBeShown();
    void aCaptureIsShownAsFarAsItGoes();
    void everythingHasAnAccessibleName();
    void afterAFailureTheControlsSayWhatIsOpen();
    void theFieldFollowsWhatIsOpenUnlessItIsTypedIn();
    void returnStartsAnotherRow();
    void anEmptiedFieldSaysWhatIsShown();
    void workIsShownUntilAllOfItIsDone();
    void closingWhileFilesAreWrittenAsks();
    void theCursorBeginsAtTheLargestHiddenValue();
    void deleteInTheUnitsSilencesTheUnit();
    void theEditsPanelSaysWhichWordsAreLost();
    void noTwoThingsInSightHaveOneMnemonic_data();
    void noTwoThingsInSightHaveOneMnemonic();
    void itBeginsNoLargerThanTheScreen();
    void itCanBeMadeLow();
    void aLargerFontMakesItLow();
    void atASmallSizeAllTermsOfACellAreSeen();
    void themesChangeThePalette();
    void theLanguageIsSwitchedAtRunTime();
    void qtsOwnButtonsAreTranslatedToo();

  private:
    void open(MainWindow& window);
    QTemporaryDir m_settings;
};

void TestMainWindow::initTestCase() {
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    applyTheme(Theme::Light);
}

void TestMainWindow::open(MainWindow& window) {
    window.document()->start(small_request());
    window.resize(1300, 800);
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(window.document()->snapshot() && window.isSettled(), 20000);
}

void TestMainWindow::thePictureFollowsTheTyping() {
    MainWindow window;
    open(window);
    QCOMPARE(sentence_of(window)->text(), "one two three");
    sentence_of(window)->setFocus();
    sentence_of(window)->selectAll();
    QTest::keyClicks(sentence_of(window), "a brown fox jumps");
    QTRY_COMPARE(window.document()->snapshot()->tokens->len(), 4);
    QTRY_VERIFY_WITH_TIMEOUT(window.isSettled(), 20000);
    QCOMPARE(QString::fromStdString(window.document()->snapshot()->tokens->rows[0][1].text), "brown");
    window.document()->undoStack()->undo();
    QTRY_COMPARE(window.document()->snapshot()->tokens->len(), 3);
}

void TestMainWindow::aFileDroppedInIsOpened() {
    MainWindow window;
    open(window);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(kTutorial)});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &drop);
    QTRY_VERIFY_WITH_TIMEOUT(window.windowTitle().contains("tutorial.safetensors"), 20000);
    QCOMPARE(window.document()->snapshot()->config.d_ff, 88);
    QCOMPARE(window.findChild<ToolRow*>()->findChild<QComboBox*>()->count(), 1);
}

void TestMainWindow::anErrorIsShownAndNothingIsLost() {
    MainWindow window;
    open(window);
    const SnapshotPtr good = window.document()->snapshot();
    window.openFiles({"/no/such/weights.safetensors"});
    QTRY_VERIFY(window.message().contains("weights.safetensors"));
    QCOMPARE(window.document()->snapshot(), good);
    QVERIFY(window.isVisible());
}

void TestMainWindow::aBadStartStillOpensOnSomething() {
    MainWindow window;
    Request bad = small_request();
    bad.model.weights = "/no/such/file";
    window.document()->start(bad);
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(window.document()->snapshot(), 20000);
    QVERIFY(window.message().contains("/no/such/file"));
}

void TestMainWindow::everyPanelCanBeShown() {
    MainWindow window;
    open(window);
    for (const QString& name : MainWindow::panelNames()) {
        QVERIFY(window.showPanel(name));
        QTRY_VERIFY_WITH_TIMEOUT(window.isSettled(), 20000);
    }
    QVERIFY(!window.showPanel("nonsense"));
}

void TestMainWindow::aCaptureIsShownAsFarAsItGoes() {
    MainWindow window;
    open(window);
    window.openFiles({QString(FFNSCOPE_FIXTURES) + "/captures/encoder.capture.safetensors"});
    QTRY_VERIFY_WITH_TIMEOUT(!window.document()->opened().captured.empty() && window.isSettled(), 20000);
    QVERIFY(window.message().contains("no weights"));
    const auto labels = window.statusBar()->findChildren<QLabel*>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel* l) { return l->text().contains("captured"); }));
    QComboBox* blocks = window.findChild<ToolRow*>()->findChild<QComboBox*>();
    QCOMPARE(blocks->count(), 2);
    blocks->setFocus();
    QTest::keyClick(blocks, Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(window.document()->snapshot()->block, std::string("layers.1"), 20000);
    for (const QString& name : MainWindow::panelNames()) {
        QVERIFY(window.showPanel(name));
        QTRY_VERIFY_WITH_TIMEOUT(window.isSettled(), 20000);
    }
    for (const StageInfo& stage : stages()) {
        window.viewState()->setStage(stage.stage);
        QTRY_VERIFY_WITH_TIMEOUT(window.isSettled(), 20000);
    }
}

void TestMainWindow::everythingHasAnAccessibleName() {
    MainWindow window;
    open(window);
    QStringList nameless;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        const bool reachable = widget->focusPolicy() & Qt::TabFocus;
        if (!reachable || !widget->isVisible() || qobject_cast<const QTabBar*>(widget)) continue;
        QAccessibleInterface* accessible =
            QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        if (accessible && accessible->text(QAccessible::Name).isEmpty())
            nameless.append(QString("%1 in %2")
                                .arg(widget->metaObject()->className(),
                                     widget->parentWidget()->metaObject()->className()));
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join("\n")));
}

void TestMainWindow::afterAFailureTheControlsSayWhatIsOpen() {
    MainWindow window;
    open(window);
    window.findChild<EditsPanel*>()->addUnit(UnitEdit::Kind::Ablate);
    sentence_of(window)->clearFocus();
    sentence_of(window)->setText("something else");
    QCOMPARE(window.findChild<EditsPanel*>()->edits().edits.size(), 1);
    window.openFiles({"/no/such/weights.safetensors"});
    window.document()->stop(); // or fails, whichever is first
    QTRY_VERIFY(!window.document()->isBusy());
    QCOMPARE(sentence_of(window)->text(), "one two three");
    QVERIFY(window.findChild<EditsPanel*>()->edits() == window.document()->request().edits);
}

void TestMainWindow::theFieldFollowsWhatIsOpenUnlessItIsTypedIn() {
    MainWindow window;
    open(window);
    QLineEdit* field = sentence_of(window);
    field->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTRY_VERIFY(field->hasFocus());
    field->selectAll();
    QTest::keyClicks(field, "one  two "); // spaces stay as they are typed
    QTRY_VERIFY(!window.document()->isBusy());
    QCOMPARE(field->text(), "one  two ");
    window.document()->undoStack()->undo();
    QTRY_VERIFY(!window.document()->isBusy());
    QCOMPARE(field->text(), "one two three");
    field->selectAll();
    QTest::keyClicks(field, "four");
    QTRY_VERIFY(!window.document()->isBusy());
    window.document()->start(small_request()); // as Ctrl+D
    QTRY_VERIFY(!window.document()->isBusy());
    QCOMPARE(field->text(), "one two three");
}

void TestMainWindow::returnStartsAnotherRow() {
    MainWindow window;
    open(window);
    QLineEdit* field = sentence_of(window);
    field->setFocus();
    field->setCursorPosition(3);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(window.document()->snapshot()->tokens->batch(), 2);
    QTRY_VERIFY(!window.document()->isBusy());
    QCOMPARE(window.document()->snapshot()->tokens->rows[0].size(), 1);
    QCOMPARE(window.document()->snapshot()->tokens->rows[1].size(), 2);
    QVERIFY(field->cursorPosition() > 3);
}

void TestMainWindow::anEmptiedFieldSaysWhatIsShown() {
    MainWindow window;
    open(window);
    QLineEdit* field = sentence_of(window);
    field->setFocus();
    field->selectAll();
    QTest::keyClick(field, Qt::Key_Delete);
    QTRY_VERIFY(!window.document()->isBusy());
    QCOMPARE(field->text(), QString());
    QVERIFY(field->placeholderText().contains("The quick brown fox"));
    QTest::keyClicks(field, "a");
    QTRY_VERIFY(!window.document()->isBusy());
    QVERIFY(!field->placeholderText().contains("fox"));
}

void TestMainWindow::workIsShownUntilAllOfItIsDone() {
    MainWindow window;
    open(window);
    auto* tools = window.findChild<ToolRow*>();
    const auto* bar = tools->findChild<QProgressBar*>();
    auto* exports = window.findChild<ExportJob*>();
    const Document* document = window.document();
    const QTemporaryDir folder;
    ExportRequest request;
    request.stages = {Stage::Hidden, Stage::PreActivation};
    request.formats = {ExportFormat::Png};
    request.folder = folder.path();
    QVERIFY(!bar->isVisible());
    tools->setBusy(true); // as work that takes long: however fast these two are, the bar is there
    QTRY_VERIFY(bar->isVisible());
    // Whichever of the two ends first.
    QList<bool> right;
    const auto look = [&] { right += bar->isVisible() == (document->isBusy() || exports->isBusy()); };
    connect(document, &Document::busyChanged, &window, look);
    connect(exports, &ExportJob::busyChanged, &window, look);
    exports->start(document->snapshot(), request, {});
    window.document()->openRandom({24, 64, Init::Torch, 1}, {});
    QTRY_VERIFY(!document->isBusy() && !exports->isBusy());
    QVERIFY(!bar->isVisible());
    QCOMPARE(right, QList<bool>(4, true)); // each began and ended
}

void TestMainWindow::closingWhileFilesAreWrittenAsks() {
    MainWindow window;
    open(window);
    const QTemporaryDir folder;
    ExportRequest request;
    request.stages = {Stage::Hidden, Stage::PreActivation};
    request.formats = {ExportFormat::Png};
    request.folder = folder.path();
    request.scale = 8;
    auto* exports = window.findChild<ExportJob*>();
    exports->start(window.document()->snapshot(), request, {});
    bool asked = false;
    QTimer::singleShot(0, &window, [&asked] {
        auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        asked = box != nullptr;
        if (box) box->button(QMessageBox::No)->click();
    });
    QVERIFY(!window.close());
    QVERIFY(asked);
    QVERIFY(window.isVisible());
    exports->stop();
    QTRY_VERIFY(!exports->isBusy());
    QVERIFY(window.close());
}

void TestMainWindow::theCursorBeginsAtTheLargestHiddenValue() {
    MainWindow window;
    open(window);
    const Tensor& hidden = window.document()->snapshot()->stage(Stage::Hidden);
    const ViewState& state = *window.viewState();
    QCOMPARE(hidden.at(state.row(), state.unit(StageWidth::Hidden)), std::ranges::max(hidden.values()));
    // Also where it was edited away.
    const qint64 row = state.row(), unit = state.unit(StageWidth::Hidden);
    Request edited = small_request();
    edited.edits = {{{UnitEdit::Kind::Ablate, {unit}}}};
    MainWindow other;
    other.document()->start(edited);
    other.show();
    QTRY_VERIFY_WITH_TIMEOUT(other.document()->snapshot() && other.isSettled(), 20000);
    QCOMPARE(other.viewState()->row(), row);
    QCOMPARE(other.viewState()->unit(StageWidth::Hidden), unit);
}

void TestMainWindow::deleteInTheUnitsSilencesTheUnit() {
    MainWindow window;
    open(window);
    QVERIFY(QTest::qWaitForWindowActive(&window));
    window.viewState()->pointAt(Stage::Hidden, 0, 5);
    for (const char* panel : {"units", "words"}) {
        QVERIFY(window.showPanel(panel));
        QTRY_VERIFY_WITH_TIMEOUT(window.isSettled(), 20000);
        auto* page = window.findChild<QTabWidget*>()->currentWidget();
        page->setFocusPolicy(Qt::StrongFocus);
        page->setFocus();
        QTest::keyClick(page, Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(window.document()->request().edits.merged().ablated,
                                  std::set<std::int64_t>{5}, 20000);
        QTest::keyClick(page, Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(window.document()->request().edits.empty(), 20000);
    }
}

void TestMainWindow::theEditsPanelSaysWhichWordsAreLost() {
    MainWindow window;
    Request demo = small_request();
    demo.model.weights = std::string(FFNSCOPE_SOURCE_DIR) + "/resources/demo/demo.safetensors";
    window.document()->start(demo);
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(window.document()->snapshot() && window.isSettled(), 20000);
    window.showPanel("edits");
    auto* words = window.findChild<QLabel*>("editsWords");
    QVERIFY(!words->isVisible());
    window.findChild<EditsPanel*>()->toggleUnit();
    QTRY_VERIFY_WITH_TIMEOUT(words->isVisible() && words->text().contains("loses most"), 20000);
    window.document()->undoStack()->undo();
    QTRY_VERIFY(!words->isVisible());
}

void TestMainWindow::noTwoThingsInSightHaveOneMnemonic_data() {
    QTest::addColumn<QString>("panel");
    for (const QString& panel : MainWindow::panelNames())
        if (panel != "model") QTest::newRow(qPrintable(panel)) << panel;
}

void TestMainWindow::noTwoThingsInSightHaveOneMnemonic() {
    QFETCH(QString, panel);
    MainWindow window;
    open(window);
    window.document()->setEdits({{{UnitEdit::Kind::Scale, {3}, 0.5F}}});
    QVERIFY(window.showPanel(panel));
    QTRY_VERIFY_WITH_TIMEOUT(!window.document()->isBusy() && window.isSettled(), 20000);
    QMap<QString, QStringList> texts; // by key
    const auto add = [&](const QString& text) {
        const QString key = QKeySequence::mnemonic(text).toString();
        if (!key.isEmpty()) texts[key] += text;
    };
    for (const QAction* action : window.menuBar()->actions())
        add(action->text());
    for (const QLabel* label : window.findChildren<QLabel*>())
        if (label->isVisible() && label->buddy()) add(label->text());
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
        if (button->isVisible()) add(button->text());
    for (const QStringList& same : texts)
        QVERIFY2(same.size() == 1, qPrintable(same.join(" | ")));
}

void TestMainWindow::itBeginsNoLargerThanTheScreen() {
    const MainWindow window;
    const QSize room = window.screen()->availableSize();
    QVERIFY2(window.width() <= room.width() && window.height() <= room.height(),
             qPrintable(QString("%1 × %2").arg(window.width()).arg(window.height())));
}

void TestMainWindow::atASmallSizeAllTermsOfACellAreSeen() {
    MainWindow window;
    open(window);
    window.resize(1280, 800);
    auto* table = window.findChild<QTableView*>("inspectorTerms");
    for (const Stage stage : {Stage::Hidden, Stage::PreActivation, Stage::Projection}) {
        window.viewState()->pointAt(stage, 1, 3);
        QTRY_VERIFY(window.isSettled());
        const int total = table->model()->rowCount() - 1; // below eight terms and the others
        QVERIFY(total > 8);
        const QRect last = table->visualRect(table->model()->index(total, 0));
        QVERIFY2(last.isValid() && table->viewport()->rect().contains(last.center()) &&
                     last.bottom() <= table->viewport()->height(),
                 qPrintable(QString::number(last.bottom() - table->viewport()->height())));
    }
}

// A screen of 1600 × 1000 at twice the size has 800 × 500, less what the title takes.
void TestMainWindow::itCanBeMadeLow() {
    MainWindow window;
    open(window);
    auto* strip = window.findChild<PipelineStrip*>();
    const int high = strip->height(), line = window.fontMetrics().height();
    const QSize low(800, 33 * line);
    window.resize(low);
    QCOMPARE(window.size(), low);
    QTRY_VERIFY(strip->height() < high);
    QTRY_VERIFY(window.isSettled());
    window.viewState()->pointAt(Stage::PreActivation, 1, 3);
    for (const char* panel : {"sparsity", "edits", "residual"}) {
        window.showPanel(panel);
        QTRY_VERIFY(window.isSettled());
        QCOMPARE(window.size(), low);
    }
    window.resize(800, 42 * line);
    QTRY_COMPARE(strip->height(), high);
}

void TestMainWindow::aLargerFontMakesItLow() {
    MainWindow window;
    open(window);
    window.resize(1300, 50 * window.fontMetrics().height());
    QTRY_VERIFY(window.isSettled());
    const int high = thumbnailHeight(window);
    applyFontSize(200);
    QTRY_VERIFY(thumbnailHeight(window) < high);
    applyFontSize(100);
    QTRY_COMPARE(thumbnailHeight(window), high);
}

// By its name, also with a slash behind it.
void TestMainWindow::aFolderIsOpenedAsAModel() {
    MainWindow window;
    open(window);
    window.openFiles({QString(FFNSCOPE_FIXTURES) + "/hub/opt/"});
    QTRY_COMPARE_WITH_TIMEOUT(window.windowTitle(), QString("opt — ffnscope"), 20000);
    QVERIFY(window.document()->opened().model.archive);
}

// No question which of its tensors are a block: none are.
void TestMainWindow::whatHasNoBlocksIsSaidToHaveNone() {
    const QTemporaryDir folder;
    const QByteArray header = R"({"layers.0.mixer.A_log":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                              R"("layers.0.mixer.D":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})";
    QFile file(folder.filePath("mamba.safetensors"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(1, char(header.size())) + QByteArray(7, 0) + header + QByteArray(16, 0));
    file.close();
    MainWindow window;
    open(window);
    window.openFiles({file.fileName()});
    QTRY_VERIFY_WITH_TIMEOUT(window.message().contains("a Mamba model has no feed-forward blocks"), 20000);
    QVERIFY(!window.findChild<MappingDialog*>());
}

void TestMainWindow::themesChangeThePalette() {
    applyTheme(Theme::Dark);
    QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 80);
    applyTheme(Theme::Light);
    QVERIFY(QApplication::palette().color(QPalette::Window).lightness() > 200);
}

namespace {

/// Puts every word in brackets, so that what is not asked for anew stands out.
class Brackets : public QTranslator {
  public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* text, const char*, int) const override {
        return QString("[%1]").arg(text);
    }
};

} // namespace

void TestMainWindow::theLanguageIsSwitchedAtRunTime() {
    MainWindow window;
    open(window);
    Brackets brackets;
    QApplication::installTranslator(&brackets);
    QCoreApplication::processEvents();
    QStringList old;
    for (const QLabel* label : window.findChild<HeatMapView*>()->findChildren<QLabel*>())
        if (label->isVisible() && !label->text().isEmpty() && !label->text().startsWith('['))
            old += label->text();
    for (const QAction* action : window.menuBar()->actions())
        if (!action->text().startsWith('[')) old += action->text();
    for (const StageCard* card : window.findChildren<StageCard*>())
        if (!card->accessibleName().startsWith('[')) old += card->accessibleName();
    QApplication::removeTranslator(&brackets);
    QCoreApplication::processEvents();
    QVERIFY2(old.isEmpty(), qPrintable(old.join(", ")));
    QVERIFY(window.menuBar()->actions().first()->text() == "&File");
}

void TestMainWindow::qtsOwnButtonsAreTranslatedToo() {
    const auto cancel = [] { return QDialogButtonBox(QDialogButtonBox::Cancel).buttons().first()->text(); };
    const QString english = cancel();
    applyLanguage("zh_CN");
    const QString chinese = cancel();
    applyLanguage("en");
    const QString file = QLibraryInfo::path(QLibraryInfo::TranslationsPath) + "/qtbase_zh_CN.qm";
    QCOMPARE(chinese != english, QFile::exists(file)); // Debian: qt6-translations-l10n
    QCOMPARE(cancel(), english);
}

static const test::Case<TestMainWindow> kCase;

} // namespace ffn::ui

#include "tst_main_window.moc"
