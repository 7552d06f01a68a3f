#include "engine/analysis/cell_ordering.h"

#include "engine/core/error.h"
#include "tests/test_case.h"

#include <QTest>

#include <limits>
#include <random>
#include <set>

using namespace ffn;

namespace {

using Order = std::vector<std::int32_t>;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

struct Stage {
    Tensor values;
    TokenBatch tokens;
};

// Two sequences, the second one token short.
Stage small() {
    Stage s{Tensor({2, 2, 4}), {}};
    s.tokens.rows = {{Token{"a", 0, 0, 1}, Token{"b", 1, 0, 1}}, {Token{"c", 2, 0, 1}}};
    const float cells[] = {0, 1, 0,    2,  //
                           0, 3, 5,    0,  //
                           0, 1, kNaN, 0,  //
                           9, 9, 9,    9}; // padding: counts nothing
    std::ranges::copy(cells, s.values.data());
    return s;
}

} // namespace

class TestCellOrdering : public QObject {
    Q_OBJECT
  private slots:
    void activityMeanAndNumber() {
        const Stage s = small();
        // Active: 0 of 3, 3 of 3, 1 of 2, 1 of 3. Means: 0, 5/3, 2.5, 2/3.
        QCOMPARE(order_of_units(s.values, s.tokens, OrderBy::Activity), (Order{1, 2, 3, 0}));
        QCOMPARE(order_of_units(s.values, s.tokens, OrderBy::Mean), (Order{2, 1, 3, 0}));
        QVERIFY(order_of_units(s.values, s.tokens, OrderBy::Number).empty());
        // Rows: 2 of 4, 2 of 4, 1 of 3 active; means 3/4, 2, 1/3; padding last.
        QCOMPARE(order_of_rows(s.values, s.tokens, OrderBy::Activity), (Order{0, 1, 2, 3}));
        QCOMPARE(order_of_rows(s.values, s.tokens, OrderBy::Mean), (Order{1, 0, 2, 3}));
    }

    void aListComesFirst() {
        const Stage s = small();
        const std::vector<std::int64_t> list{3, 1, 3, 77, -1};
        QCOMPARE(order_of_units(s.values, s.tokens, OrderBy::Chosen, list), (Order{3, 1, 0, 2}));
        QCOMPARE(order_of_rows(s.values, s.tokens, OrderBy::Chosen, list), (Order{1, 0, 2, 3}));
    }

    void unitsThatFireAlikeAreSideBySide_data() {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("units");
        QTest::newRow("compared exactly") << 90 << 120;
        QTest::newRow("in a random projection") << 6000 << 1500;
    }
    void unitsThatFireAlikeAreSideBySide() {
        QFETCH(int, tokens);
        QFETCH(int, units);
        // Five teams of units; a team fires on tokens of its own, each member now and then not. Ten units are
        // silent.
        Stage s{Tensor({1, tokens, units}), {}};
        s.tokens.rows.emplace_back(std::size_t(tokens));
        std::mt19937 random(2);
        for (std::int64_t t = 0; t < tokens; ++t)
            for (std::int64_t u = 10; u < units; ++u)
                if (t * 7 % 5 == u % 5 && random() % 20 != 0)
                    s.values.row(t)[std::size_t(u)] = 1 + random() % 3;
        const Order order = order_of_units(s.values, s.tokens, OrderBy::Alike);
        QCOMPARE(std::set(order.begin(), order.end()).size(), std::size_t(units));
        int changes = 0;
        for (std::size_t i = 1; i + 10 < order.size(); ++i)
            changes += order[i] % 5 != order[i - 1] % 5;
        QCOMPARE(changes, 4);
        for (std::size_t i = 0; i < 10; ++i)
            QCOMPARE(order[order.size() - 10 + i], std::int32_t(i));
        QVERIFY(order == order_of_units(s.values, s.tokens, OrderBy::Alike)); // the same each time
    }

    void specialStages() {
        TokenBatch one;
        one.rows = {{Token{"a", 0, 0, 1}}};
        const Tensor zeros({1, 1, 3});
        for (const OrderBy by : {OrderBy::Activity, OrderBy::Mean, OrderBy::Alike}) {
            QCOMPARE(order_of_units(zeros, one, by), (Order{0, 1, 2}));
            QCOMPARE(order_of_rows(zeros, one, by), Order{0});
        }
        Tensor nans({1, 1, 2});
        std::ranges::fill(nans.values(), kNaN);
        QCOMPARE(order_of_units(nans, one, OrderBy::Alike), (Order{0, 1}));
    }

    void listsOfNumbersAreRead() {
        QCOMPARE(parse_numbers("12, 55-57,7"), (std::vector<std::int64_t>{12, 55, 56, 57, 7}));
        QVERIFY(parse_numbers("").empty());
        for (const char* wrong : {"x", "1,,2", "5-3", "1-", "-4", "1-99999999999", "99999999999999999999"})
            QVERIFY_EXCEPTION_THROWN(parse_numbers(wrong), Error);
    }
};

static const ffn::test::Case<TestCellOrdering> kCase;
#include "tst_cell_ordering.moc"
