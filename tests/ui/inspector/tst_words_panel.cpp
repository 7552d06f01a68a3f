#include "tests/test_case.h"
#include "ui/document/document.h"
#include "ui/heatmap/row_labels.h"
#include "ui/inspector/words_panel.h"
#include "ui/panels/number_label.h"
#include "ui/tables/table_view.h"

#include <QtTest>
#include <QtWidgets>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

namespace {

const std::string kDemo = std::string(FFNSCOPE_SOURCE_DIR) + "/resources/demo/demo.safetensors";

Opened opened(const Request& request) {
    return fulfil(request, {}, {});
}

Request demo() {
    Request request;
    request.model.weights = kDemo;
    request.input.texts = {"the king said"};
    return request;
}

QString cell(const TableView* table, int row, int column) {
    return table->view()->model()->index(row, column).data().toString();
}

Tensor table(const char* name) {
    const auto archive = open_archive(kDemo);
    return archive->read(std::size_t(archive->find(name)));
}

Opened edited(const std::vector<UnitEdit>& edits) {
    Request request = demo();
    request.input.texts = {"this package contains the shared library"};
    request.edits = {edits};
    return opened(request);
}

struct Next {
    std::int64_t id = 0;
    double before = 0, after = 0;
};

/// The next words of a token with and without the edits: softmax of all products, by loops in double; the
/// one that loses most first, the one that gains most last.
std::vector<Next> nextWords(const Opened& o, std::int64_t row) {
    const Tensor out = table("projection.weight");
    std::vector<Next> words;
    double before = 0, after = 0;
    for (std::int64_t id = 0; id < out.rows(); ++id) {
        double a = 0, b = 0;
        for (std::int64_t i = 0; i < out.dim(); ++i) {
            a += double(out.at(id, i)) * double(o.original->stage(Stage::Output).at(row, i));
            b += double(out.at(id, i)) * double(o.snapshot->stage(Stage::Output).at(row, i));
        }
        words.push_back({id, std::exp(a), std::exp(b)});
        before += std::exp(a);
        after += std::exp(b);
    }
    for (Next& word : words) {
        word.before /= before;
        word.after /= after;
    }
    std::ranges::sort(words, {}, [](const Next& word) { return word.after - word.before; });
    return words;
}

/// The row of a table that scores best, by loops in double.
template <class Score>
std::int64_t best(const Tensor& words, Score score) {
    std::int64_t found = -1;
    double most = -INFINITY;
    for (std::int64_t id = 0; id < words.rows(); ++id) {
        const double s = score(words.row(id));
        if (s > most) most = s, found = id;
    }
    return found;
}

double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += double(a[i]) * double(b[i]);
    return sum;
}

double cosine(std::span<const float> a, std::span<const float> b) {
    return dot(a, b) / std::sqrt(dot(a, a) * dot(b, b));
}

QString wordOf(const Opened& o, std::int64_t id) {
    return visibleToken(*o.encoder->tokenizer->piece(id));
}

struct Shown {
    ViewState state;
    WordsPanel panel{&state};

    void show(const Opened& o) {
        state.fitTo(o.snapshot->tokens->len(), o.snapshot->config.d_model, o.snapshot->config.d_ff);
        panel.setOpened(o);
        panel.resize(440, 700);
        panel.show();
        panel.setSnapshot(o.snapshot);
    }
};

} // namespace

class TestWordsPanel : public QObject {
    Q_OBJECT
  private slots:
    void theWordsAreThoseOfTheLargestProducts();
    void theCursorIsFollowed();
    void editsShowWhichWordsLose();
    void watchedItSaysSoWhileAnotherPanelIsInFront();
    void aTokenThatEditsPassOverSaysWhereTheyAct();
    void whatIsUndoneWhileItIsWorkedOutIsNotSaid();
    void theWordsFollowTheHand();
    void whatIsMissingIsSaid();
};

void TestWordsPanel::theWordsAreThoseOfTheLargestProducts() {
    const Opened o = opened(demo());
    Shown shown;
    shown.show(o);
    shown.state.pointAt(Stage::Hidden, 1, 37);
    QTRY_VERIFY_WITH_TIMEOUT(
        shown.panel.isSettled() && shown.panel.unitTable()->view()->model()->rowCount() == 10, 20000);
    QTRY_VERIFY(shown.panel.findChild<QLabel*>("wordsUnit")->text().contains("37"));
    const Tensor in = table("src_emb.weight"), out = table("projection.weight");
    const FeedForward& model = *o.snapshot->model;
    std::vector<float> written(std::size_t(model.config.d_model));
    for (std::size_t i = 0; i < written.size(); ++i)
        written[i] = model.down.at(std::int64_t(i), 37);
    const auto row = model.up.tensor().row(37);
    QCOMPARE(cell(shown.panel.unitTable(), 0, 0),
             wordOf(o, best(in, [&](auto word) { return cosine(word, row); })));
    QCOMPARE(cell(shown.panel.unitTable(), 0, 2),
             wordOf(o, best(out, [&](auto word) { return dot(word, written); })));
    QCOMPARE(cell(shown.panel.unitTable(), 0, 4),
             wordOf(o, best(out, [&](auto word) { return -dot(word, written); })));
    const auto before = o.snapshot->stage(Stage::Input).row(1),
               after = o.snapshot->stage(Stage::Output).row(1);
    QCOMPARE(cell(shown.panel.tokenTable(), 0, 0),
             wordOf(o, best(in, [&](auto word) { return cosine(word, before); })));
    QCOMPARE(cell(shown.panel.tokenTable(), 0, 2),
             wordOf(o, best(in, [&](auto word) { return cosine(word, after); })));
}

void TestWordsPanel::theCursorIsFollowed() {
    const Opened o = opened(demo());
    Shown shown;
    shown.show(o);
    shown.state.pointAt(Stage::Hidden, 0, 3);
    QTRY_VERIFY_WITH_TIMEOUT(shown.panel.findChild<QLabel*>("wordsUnit")->text().contains(" 3 "), 20000);
    const QString first = shown.panel.unitTable()->text();
    shown.state.pointAt(Stage::Hidden, 0, 4);
    QVERIFY(!shown.panel.isSettled());
    QTRY_VERIFY_WITH_TIMEOUT(shown.panel.findChild<QLabel*>("wordsUnit")->text().contains(" 4 "), 20000);
    QVERIFY(shown.panel.unitTable()->text() != first);
}

void TestWordsPanel::editsShowWhichWordsLose() {
    const Opened o = edited({{UnitEdit::Kind::Ablate, {315}}}); // fires on "this"
    Shown shown;
    shown.show(o);
    shown.state.pointAt(Stage::Hidden, 0, 315);
    const WordChangeView* changes = shown.panel.changes();
    QTRY_VERIFY_WITH_TIMEOUT(shown.panel.isSettled() && changes->isVisible(), 20000);
    const auto words = nextWords(o, 0);
    const QAbstractItemModel* shownWords = changes->table()->view()->model();
    QCOMPARE(shownWords->rowCount(), WordChangeView::kRows);
    for (int i = 0; i < WordChangeView::kRows; ++i) {
        const Next &loses = words[std::size_t(i)], &gains = words[words.size() - 1 - std::size_t(i)];
        QCOMPARE(cell(changes->table(), i, 0), wordOf(o, loses.id));
        QCOMPARE(cell(changes->table(), i, 1), numberLabel(100 * loses.before));
        QCOMPARE(cell(changes->table(), i, 2), numberLabel(100 * loses.after));
        QCOMPARE(cell(changes->table(), i, 3), wordOf(o, gains.id));
        QCOMPARE(cell(changes->table(), i, 4), numberLabel(100 * gains.before));
        QCOMPARE(cell(changes->table(), i, 5), numberLabel(100 * gains.after));
    }
    const QString sentence = shown.panel.findChild<QLabel*>("wordsChange")->text().replace(QChar::Nbsp, ' ');
    QVERIFY2(sentence.contains(QString("“%1” loses most, %2 → %3")
                                   .arg(wordOf(o, words.front().id), percentLabel(words.front().before),
                                        percentLabel(words.front().after))),
             qPrintable(sentence));
    // The words now are beside it, not below all the rest.
    QVERIFY(shown.panel.tokenTable()->mapTo(&shown.panel, QPoint()).y() <
            shown.panel.unitTable()->mapTo(&shown.panel, QPoint()).y());
    shown.show(opened(demo()));
    QTRY_VERIFY(shown.panel.isSettled() && !changes->isVisible());
}

void TestWordsPanel::watchedItSaysSoWhileAnotherPanelIsInFront() {
    const Opened o = edited({{UnitEdit::Kind::Ablate, {315}}}), plain = edited({});
    Shown shown;
    QString said;
    QObject::connect(&shown.panel, &WordsPanel::editedWordsChanged, &shown.panel,
                     [&said](const QString& sentence) { said = sentence; });
    shown.show(plain);
    QTRY_VERIFY_WITH_TIMEOUT(shown.panel.isSettled(), 20000);
    shown.panel.hide();
    shown.state.pointAt(Stage::Hidden, 0, 315);
    shown.panel.setWatched(true);
    shown.panel.setOpened(o);
    shown.panel.setSnapshot(o.snapshot);
    QTRY_VERIFY_WITH_TIMEOUT(shown.panel.isSettled(), 20000);
    const Next least = nextWords(o, 0).front();
    QVERIFY2(said.contains(wordOf(o, least.id)) && said.contains("loses most"), qPrintable(said));
    shown.state.pointAt(Stage::Hidden, 1, 315); // the next token has its own
    QTRY_VERIFY_WITH_TIMEOUT(said.contains("«package»"), 20000);
    shown.panel.setWatched(false);
    QVERIFY(shown.panel.isSettled());
}

void TestWordsPanel::aTokenThatEditsPassOverSaysWhereTheyAct() {
    Shown shown;
    shown.show(edited({{UnitEdit::Kind::Ablate, {315}}}));
    shown.state.pointAt(Stage::Hidden, 3, 315);
    const WordChangeView* changes = shown.panel.changes();
    QTRY_VERIFY_WITH_TIMEOUT(shown.panel.isSettled() && changes->isVisible(), 20000);
    QVERIFY(shown.panel.findChild<QLabel*>("wordsChange")->text().contains("change no word"));
    QVERIFY(!changes->table()->isVisible());
    auto* button = shown.panel.findChild<QPushButton*>("wordsGoThere");
    QVERIFY(button->text().contains("this"));
    button->click();
    QCOMPARE(shown.state.row(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(shown.panel.isSettled() && changes->table()->isVisible(), 20000);
    QVERIFY(!button->isVisible());
}

// With the edits in front: what is taken back must not be spoken of, however late its words come.
void TestWordsPanel::whatIsUndoneWhileItIsWorkedOutIsNotSaid() {
    const Opened plain = edited({});
    Request request = plain.request;
    request.edits = {{{UnitEdit::Kind::Ablate, {315}}}};
    const Opened silenced = fulfil(request, plain, {});
    Shown shown;
    QStringList said{QString()};
    connect(&shown.panel, &WordsPanel::editedWordsChanged, this,
            [&said](const QString& sentence) { said += sentence; });
    const auto open = [&shown](const Opened& o) {
        shown.panel.setOpened(o);
        shown.panel.setSnapshot(o.snapshot);
    };
    shown.state.fitTo(plain.snapshot->tokens->len(), plain.snapshot->config.d_model,
                      plain.snapshot->config.d_ff);
    shown.state.pointAt(Stage::Hidden, 0, 315);
    shown.panel.setWatched(true);
    open(silenced);
    QVERIFY(!shown.panel.isSettled());
    open(plain);
    QVERIFY(shown.panel.isSettled()); // nothing is wanted of it
    open(silenced);
    QTRY_VERIFY_WITH_TIMEOUT(shown.panel.isSettled(), 20000);
    QVERIFY(said.last().contains("loses most"));
    QCOMPARE(said.filter("loses most").size(), 1); // the first was dropped
    open(plain);
    QCOMPARE(said.last(), QString());
    QEvent language(QEvent::LanguageChange);
    QApplication::sendEvent(&shown.panel, &language);
    QCOMPARE(said.last(), QString());
}

// A slider sends more passes than words can be found for: one is shown to its end, then the newest.
void TestWordsPanel::theWordsFollowTheHand() {
    Opened first = edited({{UnitEdit::Kind::Scale, {315}, 0.5F}});
    Shown shown;
    shown.show(first);
    shown.state.pointAt(Stage::Hidden, 0, 315);
    QTRY_VERIFY_WITH_TIMEOUT(shown.panel.isSettled() && shown.panel.changes()->isVisible(), 20000);
    const auto pull = [&](float factor) {
        Request request = first.request;
        request.edits.edits[0].value = factor;
        first = fulfil(request, first, {});
        shown.panel.setOpened(first);
        shown.panel.setSnapshot(first.snapshot);
    };
    QStringList sentences;
    connect(&shown.panel, &Panel::settled, this,
            [&] { sentences += shown.panel.findChild<QLabel*>("wordsChange")->text(); });
    const QString atFirst = shown.panel.findChild<QLabel*>("wordsChange")->text();
    for (const float factor : {0.F, 2.F, 3.F, 1.5F})
        pull(factor);
    QTRY_VERIFY_WITH_TIMEOUT(shown.panel.isSettled(), 20000);
    QCOMPARE(sentences.size(), 2); // the first pull and the last
    QVERIFY(sentences[0] != atFirst && sentences[1] != sentences[0]);
    QCOMPARE(cell(shown.panel.changes()->table(), 0, 0), wordOf(first, nextWords(first, 0).front().id));
}

void TestWordsPanel::whatIsMissingIsSaid() {
    Request random;
    random.model.random.d_model = 8;
    random.model.random.d_ff = 16;
    random.input.texts = {"one two"};
    Shown shown;
    shown.show(opened(random));
    QTRY_VERIFY(shown.panel.isSettled());
    const auto says = [&](const QString& words) {
        const auto labels = shown.panel.findChildren<QLabel*>();
        return std::ranges::any_of(
            labels, [&](const QLabel* l) { return l->isVisible() && l->text().contains(words); });
    };
    QVERIFY(says("embeddings are random"));
    Request saved = random;
    saved.snapshot = std::string(FFNSCOPE_FIXTURES) + "/captures/encoder.capture.safetensors";
    shown.show(opened(saved));
    QTRY_VERIFY(shown.panel.isSettled());
    QVERIFY(says("Without weights"));
}

static const ffn::test::Case<TestWordsPanel> kCase;
#include "tst_words_panel.moc"
