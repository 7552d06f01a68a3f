#include "engine/analysis/difference_snapshot.h"

#include "engine/analysis/active_margins.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ffn;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

Snapshot of(std::vector<std::vector<std::string>> texts, std::int64_t dim, float offset) {
    Snapshot s;
    auto tokens = std::make_shared<TokenBatch>();
    for (const auto& row : texts) {
        tokens->rows.emplace_back();
        for (const std::string& t : row)
            tokens->rows.back().push_back(Token{t, 0, 0, 0});
    }
    auto values = std::make_shared<Tensor>(Shape{tokens->batch(), tokens->len(), dim});
    for (std::int64_t b = 0; b < tokens->batch(); ++b)
        for (std::int64_t p = 0; p < tokens->length(b); ++p)
            for (std::int64_t u = 0; u < dim; ++u)
                values->row(b * tokens->len() + p)[std::size_t(u)] =
                    offset +
                    float(tokens->rows[std::size_t(b)][std::size_t(p)].text.size() * 10 + std::size_t(u));
    s.tokens = tokens;
    s.kept[std::size_t(Stage::Hidden)] = values;
    return s;
}

} // namespace

class TestDifferenceSnapshot : public QObject {
    Q_OBJECT
  private slots:
    void rowsGoWithTheirTokens() {
        const Snapshot a = of({{"one", "three"}, {"x"}}, 4, 0),
                       b = of({{"one", "new!", "three"}, {"x"}}, 4, 0.5f);
        const auto d = difference_snapshot(a, b, match_tokens(a, b));
        const Tensor& values = d->stage(Stage::Hidden);
        QCOMPARE(values.shape(), b.stage(Stage::Hidden).shape());
        for (const std::int64_t row : {0, 2, 3})
            for (std::int64_t u = 0; u < 4; ++u)
                QCOMPARE(values.at(row, u), 0.5f);
        QVERIFY(std::isnan(values.at(1, 0))); // no counterpart
        QCOMPARE(values.at(4, 0), 0.f);       // padding
        QCOMPARE(d->summary(Stage::Hidden).nan, 4);
        QCOMPARE(d->summary(Stage::Hidden).values, 16);
        QVERIFY(!d->has(Stage::Input));
    }

    void otherWidthsAreLeftOut() {
        const Snapshot a = of({{"one"}}, 4, 0), b = of({{"one"}}, 5, 0);
        QVERIFY(!difference_snapshot(a, b, match_tokens(a, b))->has(Stage::Hidden));
    }

    void marginsAreSharesOfActiveCells() {
        Tensor values({2, 2, 3});
        TokenBatch tokens;
        tokens.rows = {std::vector<Token>(2), std::vector<Token>(1)};
        const float cells[] = {0, 1, -2, 0, 0, 0.05f, kNaN, 0, 3, 9, 9, 9};
        std::ranges::copy(cells, values.data());
        const ActiveMargins exact = active_margins(values, tokens, 0);
        QCOMPARE(exact.rows[0], 2 / 3.f);
        QCOMPARE(exact.rows[1], 1 / 3.f);
        QCOMPARE(exact.rows[2], 2 / 3.f);
        QVERIFY(std::isnan(exact.rows[3]));
        QCOMPARE(exact.units, (std::vector<float>{1 / 3.f, 1 / 3.f, 1.f}));
        QCOMPARE(active_margins(values, tokens, 0.1f).rows[1], 0.f);
        QVERIFY(std::isnan(active_margins(Tensor({1, 1, 2}), {{std::vector<Token>()}}, 0).units[0]));
    }
};

static const ffn::test::Case<TestDifferenceSnapshot> kCase;
#include "tst_difference_snapshot.moc"
