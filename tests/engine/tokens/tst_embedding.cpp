#include "engine/tokens/embedding.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

#include <bit>
#include <cmath>

using namespace ffn;

namespace {

Tensor tensor_of(const QJsonArray& values, Shape shape) {
    Tensor tensor(shape);
    for (qsizetype i = 0; i < values.size(); ++i)
        tensor.data()[i] = float(values[i].toDouble());
    return tensor;
}

TokenBatch batch_of(const QJsonArray& rows) {
    TokenBatch batch;
    for (const auto& row : rows) {
        batch.rows.emplace_back();
        for (const auto& id : row.toArray())
            batch.rows.back().push_back({"w", id.toInteger(), 0, 0});
    }
    return batch;
}

} // namespace

class TestEmbedding : public QObject {
    Q_OBJECT

  private slots:
    void gives_the_rows_of_the_table_data() {
        QTest::addColumn<QString>("expected");
        QTest::addColumn<bool>("sinusoidal");
        QTest::newRow("plain") << "plain" << false;
        QTest::newRow("sinusoidal") << "sinusoidal" << true;
    }
    void gives_the_rows_of_the_table() {
        QFETCH(QString, expected);
        QFETCH(bool, sinusoidal);
        const auto fixture = test::fixture_json("embedding.json").object();
        const auto tokens = std::make_shared<const TokenBatch>(batch_of(fixture["rows"].toArray()));
        const Tensor table = tensor_of(fixture["table"].toArray(), {1, 7, 5});
        const auto input = embed(tokens, table, sinusoidal ? Positions::Sinusoidal : Positions::None);
        const Shape shape{3, 4, 5};
        QVERIFY(input.states->shape() == shape);
        QCOMPARE(input.tokens, tokens);
        const Tensor wanted = tensor_of(fixture[expected].toArray(), shape);
        for (std::int64_t i = 0; i < shape.size(); ++i) {
            // A copy is exact. Added positions may differ by one rounding of sin or cos, below 1, before the
            // sum is rounded: 2⁻²⁴ and half an ulp of a sum below 4.
            const float tolerance = sinusoidal ? 3e-7F : 0.0F;
            QVERIFY(std::abs(input.states->data()[i] - wanted.data()[i]) <= tolerance);
        }
    }

    void positions_follow_the_formula_in_double() {
        const auto fixture = test::fixture_json("embedding.json").object();
        const auto wanted = fixture["positions"].toArray();
        const std::int64_t step = fixture["position_step"].toInteger(), dim = 24;
        const std::int64_t rows = wanted.size() / dim;
        const Tensor table = sinusoidal_positions((rows - 1) * step + 1, dim);
        for (std::int64_t r = 0; r < rows; ++r)
            for (std::int64_t j = 0; j < dim; ++j) {
                // Half an ulp below 1 for the rounding to float; the doubles agree to 1e-12 at angle 3000.
                const double error = std::abs(double(table.at(r * step, j)) - wanted[r * dim + j].toDouble());
                QVERIFY2(error <= 0x1p-25 + 1e-12, qPrintable(QString::number(error)));
            }
    }

    void padding_rows_are_zero_even_with_positions() {
        auto tokens = std::make_shared<TokenBatch>();
        tokens->rows = {{{"a", 0, 0, 0}}, {{"a", 0, 0, 0}, {"a", 0, 0, 0}}};
        Tensor table(Shape{1, 1, 3});
        std::ranges::fill(table.values(), 7.0F);
        const auto input = embed(tokens, table, Positions::Sinusoidal);
        for (const float value : input.states->row(1))
            QCOMPARE(std::bit_cast<std::uint32_t>(value), 0U);
        QCOMPARE(input.states->at(2, 0), 7.0F);
        QCOMPARE(input.states->at(2, 1), 8.0F);
    }

    void refuses_ids_outside_the_table_data() {
        QTest::addColumn<qint64>("id");
        QTest::newRow("one too far") << qint64(4);
        QTest::newRow("none") << qint64(-1);
        QTest::newRow("huge") << std::numeric_limits<qint64>::max();
    }
    void refuses_ids_outside_the_table() {
        QFETCH(qint64, id);
        auto tokens = std::make_shared<TokenBatch>();
        tokens->rows = {{{"a", 3, 0, 0}}, {{"a", 0, 0, 0}, {"odd", id, 0, 0}}};
        const Tensor table(Shape{1, 4, 2});
        const auto error = test::error_of([&] { embed(tokens, table, Positions::None); });
        VERIFY_ERROR(error, QStringLiteral("“odd” at position 1 of row 1 has id %1").arg(id));
        VERIFY_ERROR(error, "ids 0 to 3");
    }

    void refuses_a_batch_whose_padding_fits_no_memory() {
        auto tokens = std::make_shared<TokenBatch>();
        tokens->rows.assign(100'000, {{"a", 0, 0, 0}});
        tokens->rows[0].assign(100'000, {"a", 0, 0, 0});
        const Tensor table(Shape{1, 1, 4096});
        VERIFY_ERROR(test::error_of([&] { embed(tokens, table, Positions::None); }),
                     "more memory than is free");
    }

    void position_names_go_both_ways() {
        QVERIFY(positions_from_name("none") == Positions::None);
        QVERIFY(positions_from_name(name(Positions::Sinusoidal)) == Positions::Sinusoidal);
        QVERIFY(!positions_from_name("learned"));
    }
};

static const ffn::test::Case<TestEmbedding> kCase;
#include "tst_embedding.moc"
