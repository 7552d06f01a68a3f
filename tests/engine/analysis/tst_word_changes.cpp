#include "engine/analysis/word_changes.h"

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
constexpr float kInf = std::numeric_limits<float>::infinity();

/// Softmax over all words with a finite product, by plain loops in long double.
std::vector<WordChange> plainly(const Tensor& table, std::span<const float> before,
                                std::span<const float> after) {
    std::vector<WordChange> words;
    long double sum_before = 0, sum_after = 0;
    for (std::int64_t w = 0; w < table.rows(); ++w) {
        long double a = 0, b = 0;
        for (std::int64_t i = 0; i < table.dim(); ++i) {
            a += (long double)(table.at(w, i)) * (long double)(before[std::size_t(i)]);
            b += (long double)(table.at(w, i)) * (long double)(after[std::size_t(i)]);
        }
        if (!std::isfinite(a) || !std::isfinite(b)) continue;
        words.push_back({w, double(a), double(b), double(std::exp(a)), double(std::exp(b))});
        sum_before += std::exp(a);
        sum_after += std::exp(b);
    }
    for (WordChange& word : words) {
        word.before /= double(sum_before);
        word.after /= double(sum_after);
    }
    return words;
}

std::vector<WordChange> lost(std::vector<WordChange> words) {
    std::erase_if(words, [](const WordChange& w) { return w.change() >= 0; });
    std::ranges::stable_sort(words, {}, &WordChange::change);
    return words;
}

std::vector<WordChange> gained(std::vector<WordChange> words) {
    std::erase_if(words, [](const WordChange& w) { return w.change() <= 0; });
    std::ranges::stable_sort(words, std::ranges::greater{}, &WordChange::change);
    return words;
}

/// A double's sum of 24 products of size ~5 is off by less than 24·2⁻⁵³·24·5 ≈ 4e-13; a probability by that
/// share of itself.
bool same(const std::vector<WordChange>& words, const std::vector<WordChange>& plain, std::size_t count) {
    if (words.size() != std::min(count, plain.size())) return false;
    const auto near = [](double a, double b) { return std::abs(a - b) < 1e-12; };
    for (std::size_t k = 0; k < words.size(); ++k)
        if (words[k].id != plain[k].id || !near(words[k].product_before, plain[k].product_before) ||
            !near(words[k].product_after, plain[k].product_after) ||
            !near(words[k].before, plain[k].before) || !near(words[k].after, plain[k].after))
            return false;
    return true;
}

std::string word_named(std::int64_t id) {
    return std::string("w").append(std::to_string(id));
}

} // namespace

class TestWordChanges : public QObject {
    Q_OBJECT
  private slots:
    void are_those_of_a_plain_softmax_data();
    void are_those_of_a_plain_softmax();
    void equal_states_change_no_word();
    void large_products_do_not_overflow();
    void words_and_states_that_are_not_finite_count_nowhere();
    void equal_changes_keep_their_order();
    void the_table_names_tokens_and_words();
    void refuses_what_does_not_fit();
    void stops();
};

void TestWordChanges::are_those_of_a_plain_softmax_data() {
    QTest::addColumn<int>("words");
    QTest::addColumn<int>("pairs");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("threads");
    QTest::newRow("several blocks") << 1300 << 3 << 10 << 3;
    QTest::newRow("one block") << 512 << 1 << 7 << 1;
    QTest::newRow("more pairs than at once") << 40 << 35 << 5 << 2;
    QTest::newRow("fewer words than asked for") << 3 << 2 << 10 << 2;
    QTest::newRow("one word") << 1 << 2 << 10 << 2;
    QTest::newRow("none asked for") << 20 << 2 << 0 << 1;
    QTest::newRow("no pairs") << 20 << 0 << 3 << 1;
}

void TestWordChanges::are_those_of_a_plain_softmax() {
    QFETCH(int, words);
    QFETCH(int, pairs);
    QFETCH(int, count);
    QFETCH(int, threads);
    const Tensor table = random_normal({1, words, 24}, 1), before = random_normal({1, 40, 24}, 2),
                 after = random_normal({1, 40, 24}, 3);
    std::vector<StatePair> states;
    for (int i = 0; i < pairs; ++i)
        states.emplace_back(before.row(i), after.row(i));
    const auto changes = word_changes(table, states, {std::size_t(count), threads});
    QCOMPARE(changes.size(), std::size_t(pairs));
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const auto plain = plainly(table, states[i].first, states[i].second);
        QVERIFY(same(changes[i].lost, lost(plain), std::size_t(count)));
        QVERIFY(same(changes[i].gained, gained(plain), std::size_t(count)));
    }
}

void TestWordChanges::equal_states_change_no_word() {
    const Tensor table = random_normal({1, 700, 24}, 1), state = random_normal({1, 3, 24}, 2);
    const Tensor copy = state.clone();
    for (const WordChanges& changes : word_changes(
             table, {{state.row(0), copy.row(0)}, {state.row(1), copy.row(1)}, {state.row(2), copy.row(2)}}))
        QVERIFY(changes.lost.empty() && changes.gained.empty());
}

void TestWordChanges::large_products_do_not_overflow() {
    const Tensor table = tensor({1, 2, 1}, {1e4F, -1e4F});
    const std::vector<float> before{1}, after{-1};
    const auto changes = word_changes(table, {{before, after}});
    QVERIFY(changes[0].lost == std::vector<WordChange>({{0, 1e4, -1e4, 1, 0}}));
    QVERIFY(changes[0].gained == std::vector<WordChange>({{1, -1e4, 1e4, 0, 1}}));
}

void TestWordChanges::words_and_states_that_are_not_finite_count_nowhere() {
    const Tensor table = tensor({1, 4, 2}, {1, 0, kNan, 1, kInf, 0, 0, 1});
    const std::vector<float> before{2, 0}, after{0, 2}, broken{kNan, 1};
    const auto changes = word_changes(table, {{before, after}, {before, broken}, {broken, broken}});
    QVERIFY(same(changes[0].lost, lost(plainly(table, before, after)), 10));
    QVERIFY(same(changes[0].gained, gained(plainly(table, before, after)), 10));
    QCOMPARE(changes[0].lost.size(), std::size_t(1));
    QCOMPARE(changes[0].lost[0].id, std::int64_t(0));
    QCOMPARE(changes[0].gained[0].id, std::int64_t(3));
    for (const std::size_t i : {1U, 2U})
        QVERIFY(changes[i].lost.empty() && changes[i].gained.empty());
}

void TestWordChanges::equal_changes_keep_their_order() {
    Tensor table({1, 1500, 1});
    for (std::int64_t w = 0; w < 1500; ++w)
        table.row(w)[0] = w % 3 == 1 ? 1.F : -1.F;
    const std::vector<float> before{1}, after{0};
    const auto changes = word_changes(table, {{before, after}}, {3, 2});
    const auto ids = [](const std::vector<WordChange>& words) {
        std::vector<std::int64_t> all;
        for (const WordChange& word : words)
            all.push_back(word.id);
        return all;
    };
    QCOMPARE(ids(changes[0].lost), (std::vector<std::int64_t>{1, 4, 7}));
    QCOMPARE(ids(changes[0].gained), (std::vector<std::int64_t>{0, 2, 3}));
}

void TestWordChanges::the_table_names_tokens_and_words() {
    Snapshot a, b;
    auto tokens = batch({2, 1});
    tokens->rows[1][0].text = "cat";
    a.tokens = b.tokens = tokens;
    keep(a, Stage::Output, random_normal({2, 2, 24}, 6));
    keep(b, Stage::Output, random_normal({2, 2, 24}, 7));
    const Tensor output = random_normal({1, 60, 24}, 8);
    const Table table = words_table(a, b, match_tokens(a, b, MatchRule::Place), output,
                                    [](std::int64_t id) { return word_named(id); }, {4, 2});
    QCOMPARE(table.name, std::string("words"));
    QCOMPARE(table.rows.size(), std::size_t(3 * 2 * 4));
    const auto plain = plainly(output, a.stage(Stage::Output).row(2), b.stage(Stage::Output).row(2));
    const WordChange most = lost(plain).front();
    const auto& row = table.rows[2 * 2 * 4]; // the first of the third token
    QCOMPARE(row.size(), table.columns.size());
    QCOMPARE(row[0].count, std::int64_t(1));
    QCOMPARE(row[1].count, std::int64_t(0));
    QCOMPARE(row[2].text, std::string("cat"));
    QCOMPARE(row[3].text, std::string("lost"));
    QCOMPARE(row[4].count, std::int64_t(1));
    QCOMPARE(row[5].count, most.id);
    QCOMPARE(row[6].text, word_named(most.id));
    QVERIFY(std::abs(row[7].number - most.before) < 1e-12);
    QVERIFY(std::abs(row[8].number - most.after) < 1e-12);
    QVERIFY(std::abs(row[9].number - most.change()) < 1e-12);
    QVERIFY(std::abs(row[10].number - most.product_before) < 1e-12);
    QVERIFY(std::abs(row[11].number - most.product_after) < 1e-12);
    QCOMPARE(table.rows[2 * 2 * 4 + 4][3].text, std::string("gained"));
}

void TestWordChanges::refuses_what_does_not_fit() {
    const Tensor table = random_normal({1, 5, 24}, 1);
    const std::vector<float> narrow(23), fitting(24);
    QVERIFY_THROWS_EXCEPTION(Error, word_changes(table, {{narrow, fitting}}));
    QVERIFY_THROWS_EXCEPTION(Error, word_changes(table, {{fitting, narrow}}));
}

void TestWordChanges::stops() {
    std::stop_source source;
    source.request_stop();
    const Tensor table = random_normal({1, 2000, 24}, 1);
    QVERIFY_THROWS_EXCEPTION(
        Stopped, word_changes(table, {{table.row(0), table.row(1)}}, {}, {{}, source.get_token()}));
}

static const ffn::test::Case<TestWordChanges> kCase;
#include "tst_word_changes.moc"
