#include "engine/analysis/vocabulary_projection.h"

#include "engine/model/initializer.h"
#include "tests/engine/analysis/small_snapshot.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ffn;
using namespace ffn::test;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// All words scored one by one in long double, sorted whole.
std::vector<WordMatch> plainly(const Tensor& table, std::span<const float> query, WordScore score,
                               bool most) {
    std::vector<WordMatch> all;
    for (std::int64_t w = 0; w < table.rows(); ++w) {
        long double product = 0, word_squares = 0, query_squares = 0;
        for (std::int64_t i = 0; i < table.dim(); ++i) {
            const long double a = table.at(w, i), b = query[std::size_t(i)];
            product += a * b;
            word_squares += a * a;
            query_squares += b * b;
        }
        if (score == WordScore::Cosine) product /= std::sqrt(word_squares) * std::sqrt(query_squares);
        if (!std::isnan(product)) all.push_back({w, double(product)});
    }
    std::stable_sort(all.begin(), all.end(), [most](const WordMatch& a, const WordMatch& b) {
        return most ? a.value > b.value : a.value < b.value;
    });
    return all;
}

/// The k-th value is the k-th of the plain list, and the word named does have it. Random words differ by far
/// more than the float32 rounding of a sum of 24 products of size ~1, which stays under 24·2⁻²⁴·24 ≈ 4e-5.
bool same(const std::vector<WordMatch>& words, const std::vector<WordMatch>& plain, std::size_t count) {
    if (words.size() != std::min(count, plain.size())) return false;
    for (std::size_t k = 0; k < words.size(); ++k)
        if (words[k].id != plain[k].id || std::abs(words[k].value - plain[k].value) > 4e-5) return false;
    return true;
}

std::shared_ptr<const FeedForward> small_model(bool gated) {
    FeedForwardConfig config;
    config.d_model = 24;
    config.d_ff = 40;
    config.gated = gated;
    return random_feed_forward(config, Init::Torch, 5);
}

} // namespace

class TestVocabularyProjection : public QObject {
    Q_OBJECT
  private slots:
    void ranks_as_a_plain_loop_does_data();
    void ranks_as_a_plain_loop_does();
    void equal_words_keep_their_order();
    void words_without_a_score_are_left_out();
    void large_numbers_do_not_overflow();
    void a_unit_reads_by_its_rows_and_writes_by_its_column_data();
    void a_unit_reads_by_its_rows_and_writes_by_its_column();
    void tokens_before_and_after();
    void refuses_what_does_not_fit();
    void stops();
};

void TestVocabularyProjection::ranks_as_a_plain_loop_does_data() {
    QTest::addColumn<int>("words");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("threads");
    QTest::newRow("several blocks") << 1300 << 10 << 3;
    QTest::newRow("one block") << 512 << 7 << 1;
    QTest::newRow("fewer words than asked for") << 3 << 10 << 2;
    QTest::newRow("none asked for") << 20 << 0 << 1;
    QTest::newRow("all") << 700 << 700 << 2;
}

void TestVocabularyProjection::ranks_as_a_plain_loop_does() {
    QFETCH(int, words);
    QFETCH(int, count);
    QFETCH(int, threads);
    const Tensor table = random_normal({1, words, 24}, 1), queries = random_normal({1, 3, 24}, 2);
    const std::vector<std::span<const float>> rows{queries.row(0), queries.row(1), queries.row(2)};
    for (const WordScore score : {WordScore::Dot, WordScore::Cosine}) {
        const auto ranked = rank_words(table, rows, score, {std::size_t(count), threads});
        QCOMPARE(ranked.size(), std::size_t(3));
        for (std::size_t q = 0; q < 3; ++q) {
            QVERIFY(same(ranked[q].most, plainly(table, rows[q], score, true), std::size_t(count)));
            QVERIFY(same(ranked[q].least, plainly(table, rows[q], score, false), std::size_t(count)));
        }
    }
}

void TestVocabularyProjection::equal_words_keep_their_order() {
    Tensor table({1, 1500, 2});
    for (std::int64_t w = 0; w < 1500; ++w)
        table.row(w)[0] = w % 3 == 1 ? 1.F : -1.F;
    const std::vector<float> query{2, 0};
    const auto ranked = rank_words(table, {query}, WordScore::Dot, {4, 2});
    const std::vector<WordMatch> most{{1, 2}, {4, 2}, {7, 2}, {10, 2}},
        least{{0, -2}, {2, -2}, {3, -2}, {5, -2}};
    QVERIFY(ranked[0].most == most);
    QVERIFY(ranked[0].least == least);
}

void TestVocabularyProjection::words_without_a_score_are_left_out() {
    const Tensor table = tensor({1, 4, 2}, {0, 0, kNan, 1, 3, 4, -3, 4});
    const std::vector<float> query{0, 2}, broken{kNan, 1}, zero{0, 0};
    const auto cosine = rank_words(table, {query, broken, zero}, WordScore::Cosine);
    const std::vector<WordMatch> kept{{2, 0.8}, {3, 0.8}};
    QCOMPARE(cosine[0].most.size(), std::size_t(2));
    for (std::size_t k = 0; k < 2; ++k) {
        QCOMPARE(cosine[0].most[k].id, kept[k].id);
        QVERIFY(std::abs(cosine[0].most[k].value - 0.8) < 1e-7); // 8 / (5 · 2), exact but for one division
    }
    QVERIFY(cosine[1].most.empty() && cosine[1].least.empty());
    QVERIFY(cosine[2].most.empty() && cosine[2].least.empty());
    QCOMPARE(rank_words(table, {query}, WordScore::Dot)[0].most.size(),
             std::size_t(3)); // a zero row has a dot
}

void TestVocabularyProjection::large_numbers_do_not_overflow() {
    const Tensor table = tensor({1, 2, 2}, {1e30F, 1e30F, -1e30F, 1e30F});
    const std::vector<float> query{2e30F, 1e30F};
    const auto cosine = rank_words(table, {query}, WordScore::Cosine);
    QCOMPARE(cosine[0].most.size(), std::size_t(2));
    // 3 / √10 and −1 / √10; float32 inputs are off by 6e-8 of their size.
    QVERIFY(std::abs(cosine[0].most[0].value - 3 / std::sqrt(10.)) < 1e-6);
    QVERIFY(std::abs(cosine[0].most[1].value + 1 / std::sqrt(10.)) < 1e-6);
}

void TestVocabularyProjection::a_unit_reads_by_its_rows_and_writes_by_its_column_data() {
    QTest::addColumn<bool>("gated");
    QTest::newRow("plain") << false;
    QTest::newRow("gated") << true;
}

void TestVocabularyProjection::a_unit_reads_by_its_rows_and_writes_by_its_column() {
    QFETCH(bool, gated);
    const auto model = small_model(gated);
    const Tensor embedding = random_normal({1, 900, 24}, 3), output = random_normal({1, 1100, 24}, 4);
    const UnitWords words = unit_words(*model, embedding, output, 17, {6, 2});
    std::vector<float> column;
    for (std::int64_t i = 0; i < 24; ++i)
        column.push_back(model->down.at(i, 17));
    QVERIFY(same(words.reads_cosine, plainly(embedding, model->up.tensor().row(17), WordScore::Cosine, true), 6));
    QVERIFY(same(words.reads_dot, plainly(embedding, model->up.tensor().row(17), WordScore::Dot, true), 6));
    QVERIFY(same(words.promotes, plainly(output, column, WordScore::Dot, true), 6));
    QVERIFY(same(words.suppresses, plainly(output, column, WordScore::Dot, false), 6));
    QCOMPARE(words.gate_cosine.size(), std::size_t(gated ? 6 : 0));
    QCOMPARE(words.gate_dot.size(), std::size_t(gated ? 6 : 0));
    if (!gated) return;
    QVERIFY(same(words.gate_cosine, plainly(embedding, model->gate.tensor().row(17), WordScore::Cosine, true), 6));
    QVERIFY(same(words.gate_dot, plainly(embedding, model->gate.tensor().row(17), WordScore::Dot, true), 6));
}

void TestVocabularyProjection::tokens_before_and_after() {
    Snapshot s;
    s.tokens = batch({2, 1});
    keep(s, Stage::Input, random_normal({2, 2, 24}, 6));
    keep(s, Stage::Output, random_normal({2, 2, 24}, 7));
    const Tensor embedding = random_normal({1, 600, 24}, 8);
    const auto words = token_words(s, embedding, {0, 2}, {5, 2});
    QCOMPARE(words.size(), std::size_t(2));
    for (std::size_t i = 0; i < 2; ++i) {
        const auto row = std::int64_t(2 * i);
        QVERIFY(same(words[i].before,
                     plainly(embedding, s.stage(Stage::Input).row(row), WordScore::Cosine, true), 5));
        QVERIFY(same(words[i].after,
                     plainly(embedding, s.stage(Stage::Output).row(row), WordScore::Cosine, true), 5));
    }
    QVERIFY(token_words(s, embedding, {}).empty());
}

void TestVocabularyProjection::refuses_what_does_not_fit() {
    const auto model = small_model(false);
    const Tensor fitting = random_normal({1, 5, 24}, 1), wide = random_normal({1, 5, 25}, 1);
    QVERIFY_THROWS_EXCEPTION(Error, unit_words(*model, wide, fitting, 0));
    QVERIFY_THROWS_EXCEPTION(Error, unit_words(*model, fitting, wide, 0));
    QVERIFY_THROWS_EXCEPTION(Error, unit_words(*model, fitting, fitting, 40));
    QVERIFY_THROWS_EXCEPTION(Error, unit_words(*model, fitting, fitting, -1));
}

void TestVocabularyProjection::stops() {
    std::stop_source source;
    source.request_stop();
    const Tensor table = random_normal({1, 2000, 24}, 1);
    QVERIFY_THROWS_EXCEPTION(Stopped,
                             rank_words(table, {table.row(0)}, WordScore::Dot, {}, {{}, source.get_token()}));
}

static const ffn::test::Case<TestVocabularyProjection> kCase;
#include "tst_vocabulary_projection.moc"
