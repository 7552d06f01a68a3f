#include "engine/model/feed_forward.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>

namespace ffn {

namespace {

/// The values 0, 1, 2 … as bfloat16: exact up to 256.
WeightMatrix counted_halves(std::int64_t rows, std::int64_t dim) {
    const auto codes = std::make_shared<std::uint16_t[]>(std::size_t(rows * dim));
    for (std::int64_t i = 0; i < rows * dim; ++i)
        codes[std::size_t(i)] = std::uint16_t(std::bit_cast<std::uint32_t>(float(i)) >> 16);
    return {ElementType::BF16, rows, dim, codes};
}

} // namespace

class TestWeightMatrix : public QObject {
    Q_OBJECT
  private slots:
    void halvesReadAsTheirValues();
    void floatsAreSharedWhereTheyLie();
    void anEmptyOneHasNothing();
    void anotherConfigSharesTheMatrices();
    void theCacheMakesAValueOnce();
};

void TestWeightMatrix::halvesReadAsTheirValues() {
    const WeightMatrix w = counted_halves(5, 7);
    QVERIFY(w.is_half());
    QCOMPARE(w.shape(), (Shape{1, 5, 7}));
    QCOMPARE(w.bytes(), std::uint64_t(5 * 7 * 2));
    QVERIFY(w.rows_in_place(0) == nullptr);
    QCOMPARE(w.at(3, 2), 23.0f);
    std::vector<float> rows(14);
    w.read(2, 2, rows);
    for (std::size_t i = 0; i < rows.size(); ++i)
        QCOMPARE(rows[i], float(14 + i));
    std::vector<float> buffer;
    const std::span<const float> row = w.row(4, buffer);
    QVERIFY(row.data() == buffer.data());
    QCOMPARE(row.size(), std::size_t(7));
    QCOMPARE(row[6], 34.0f);
    const Tensor& all = w.tensor();
    for (std::int64_t i = 0; i < 35; ++i)
        QCOMPARE(all.data()[i], float(i));
    QVERIFY(w.is_half()); // and stays so
}

void TestWeightMatrix::floatsAreSharedWhereTheyLie() {
    Tensor t({1, 2, 3});
    t.row(1)[2] = 8;
    const float* place = t.data();
    const WeightMatrix w = std::move(t), copy = w;
    QVERIFY(!w.is_half());
    QVERIFY(copy.shares_values_with(w));
    QVERIFY(!WeightMatrix(w.tensor().clone()).shares_values_with(w));
    QCOMPARE(copy.tensor().data(), place);
    std::vector<float> buffer;
    QCOMPARE(w.row(1, buffer).data(), place + 3);
    QVERIFY(buffer.empty());
    QCOMPARE(w.rows_in_place(1), place + 3);
    QCOMPARE(w.at(1, 2), 8.0f);
    QCOMPARE(w.bytes(), std::uint64_t(24));
}

void TestWeightMatrix::anEmptyOneHasNothing() {
    const WeightMatrix none;
    QCOMPARE(none.size(), std::int64_t(0));
    QCOMPARE(none.bytes(), std::uint64_t(0));
}

void TestWeightMatrix::anotherConfigSharesTheMatrices() {
    FeedForward model;
    model.config = {7, 5};
    model.up = counted_halves(5, 7);
    model.down = counted_halves(7, 5);
    model.norm_gain = Tensor({1, 1, 7});
    FeedForwardConfig config = model.config;
    config.activation = Activation::Silu;
    const auto other = with_config(model, config);
    QCOMPARE(other->config, config);
    QVERIFY(other->up.shares_values_with(model.up) && other->down.shares_values_with(model.down));
    other->norm_gain.values()[0] = 4;
    QCOMPARE(model.norm_gain.at(0, 0), 0.0f);
    QCOMPARE(model.bytes(), std::uint64_t(2 * 35 * 2 + 7 * 4));
    QCOMPARE(other->parameters(), std::int64_t(2 * 35 + 7));
}

void TestWeightMatrix::theCacheMakesAValueOnce() {
    WeightCache cache;
    int made = 0;
    const auto make = [&made] { return std::make_shared<const int>(++made); };
    QCOMPARE(*cache.get<int>("a", make), 1);
    QCOMPARE(*cache.get<int>("a", make), 1);
    QCOMPARE(*cache.get<int>("b", make), 2);
}

static const test::Case<TestWeightMatrix> kCase;

} // namespace ffn

#include "tst_weight_matrix.moc"
