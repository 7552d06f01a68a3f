#include "tests/test_case.h"
#include "ui/document/document.h"
#include "ui/heatmap/row_labels.h"
#include "ui/inspector/words_panel.h"
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
