#include "engine/raster/cell_order.h"

#include "engine/raster/pyramid.h"
#include "tests/test_case.h"

#include <QTest>

#include <limits>
#include <numeric>
#include <random>

using namespace ffn;

namespace {

std::vector<std::int32_t> shuffled(std::int64_t n, unsigned seed) {
    std::vector<std::int32_t> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), std::mt19937(seed));
    return order;
}

std::shared_ptr<Tensor> noise(Shape shape) {
    auto tensor = std::make_shared<Tensor>(shape);
    std::mt19937 random(7);
    std::normal_distribution<float> normal;
    for (float& v : tensor->values())
        v = random() % 50 == 0 ? std::numeric_limits<float>::quiet_NaN() : normal(random);
    return tensor;
}

} // namespace

class TestCellOrder : public QObject {
    Q_OBJECT
  private slots:
    void theWayThereAndBackIsTheSamePlace() {
        const CellOrder order(shuffled(13, 1), shuffled(40, 2));
        for (std::int64_t row = 0; row < 13; ++row)
            QCOMPARE(order.row(order.shown_row(row)), row);
        for (std::int64_t unit = 0; unit < 40; ++unit)
            QCOMPARE(order.shown_unit(order.unit(unit)), unit);
        QCOMPARE(order.shown_row(-1), -1);
        QCOMPARE(CellOrder().unit(17), 17);
        QVERIFY(CellOrder().rows_as_they_are());
    }

    // The second way: the same data, put in order in memory.
    void aPyramidInAnOrderIsThatOfTheReorderedData_data() {
        QTest::addColumn<int>("reduction");
        QTest::addColumn<bool>("built");
        for (const Reduction r : {Reduction::SignedMaxAbs, Reduction::Mean, Reduction::FractionNonZero})
            for (const bool built : {false, true})
                QTest::addRow("%d %s", int(r), built ? "with levels" : "data only") << int(r) << built;
    }
    void aPyramidInAnOrderIsThatOfTheReorderedData() {
        QFETCH(int, reduction);
        QFETCH(bool, built);
        const Shape shape{2, 67, 301};
        const auto values = noise(shape);
        auto tokens = std::make_shared<TokenBatch>();
        tokens->rows.emplace_back(67);
        tokens->rows.emplace_back(40);
        const CellOrder order(shuffled(shape.rows(), 3), shuffled(shape.dim, 4));
        auto reordered = std::make_shared<Tensor>(Shape{1, shape.rows(), shape.dim});
        std::vector<bool> padding;
        for (std::int64_t r = 0; r < shape.rows(); ++r) {
            padding.push_back(tokens->is_padding(order.row(r) / 67, order.row(r) % 67));
            for (std::int64_t u = 0; u < shape.dim; ++u)
                reordered->row(r)[std::size_t(u)] = values->at(order.row(r), order.unit(u));
        }
        const auto make = [&](auto tensor, auto batch, CellOrder o) -> std::shared_ptr<const Pyramid> {
            if (built) return Pyramid::build(tensor, batch, Reduction(reduction), {}, 2, o);
            return std::make_shared<const Pyramid>(tensor, batch, Reduction(reduction), o);
        };
        const auto ours = make(values, std::shared_ptr<const TokenBatch>(tokens), order);
        // A batch of rows of one token says of any row whether it is padding.
        auto single = std::make_shared<TokenBatch>();
        for (const bool p : padding)
            single->rows.emplace_back(p ? 0 : 1);
        auto lines = std::make_shared<Tensor>(Shape{shape.rows(), 1, shape.dim});
        std::ranges::copy(reordered->values(), lines->data());
        const auto theirs = make(lines, std::shared_ptr<const TokenBatch>(single), {});
        for (const auto& [width, height] : {std::pair{40, 30}, {301, 134}, {7, 134}}) {
            const RasterImage a = ours->render(CellRect{0, 0, shape.rows(), shape.dim}, width, height);
            const RasterImage b = theirs->render(CellRect{0, 0, shape.rows(), shape.dim}, width, height);
            QVERIFY(a.flags == b.flags);
            for (std::size_t i = 0; i < a.values.size(); ++i)
                QVERIFY(a.values[i] == b.values[i] || (std::isnan(a.values[i]) && std::isnan(b.values[i])));
        }
        QCOMPARE(ours->at(5, 9), values->at(order.row(5), order.unit(9)));
    }
};

static const ffn::test::Case<TestCellOrder> kCase;
#include "tst_cell_order.moc"
