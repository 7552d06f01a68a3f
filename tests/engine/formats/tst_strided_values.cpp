#include "engine/formats/strided_values.h"

#include "tests/test_case.h"

#include <QTest>

#include <limits>
#include <numeric>

using namespace ffn;

namespace {

/// 0, 1, 2, … as float32 and as float64.
const std::vector<float> kNumbers = [] {
    std::vector<float> numbers(1000);
    std::iota(numbers.begin(), numbers.end(), 0.0F);
    return numbers;
}();

StridedValues view(std::int64_t offset, std::vector<std::int64_t> shape, std::vector<std::int64_t> strides) {
    return {ElementType::F32,
            {reinterpret_cast<const std::uint8_t*>(kNumbers.data()), kNumbers.size() * sizeof(float)},
            false,
            offset,
            std::move(shape),
            std::move(strides)};
}

/// Value by value, by the definition.
std::vector<float> by_hand(const StridedValues& v) {
    std::vector<float> values;
    std::int64_t count = 1;
    for (const std::int64_t extent : v.shape)
        count *= extent;
    for (std::int64_t i = 0; i < count; ++i) {
        std::int64_t rest = i, at = v.offset;
        for (std::size_t axis = v.shape.size(); axis-- > 0; rest /= v.shape[axis])
            at += rest % v.shape[axis] * v.strides[axis];
        values.push_back(float(at));
    }
    return values;
}

} // namespace

class TestStridedValues : public QObject {
    Q_OBJECT

  private slots:
    void readsByTheDefinition_data() {
        QTest::addColumn<std::vector<std::int64_t>>("shape");
        QTest::addColumn<std::vector<std::int64_t>>("strides");
        using Sizes = std::vector<std::int64_t>;
        QTest::newRow("packed") << Sizes{4, 5} << Sizes{5, 1};
        QTest::newRow("transposed") << Sizes{40, 9} << Sizes{1, 40};
        QTest::newRow("permuted") << Sizes{4, 2, 3} << Sizes{1, 12, 4};
        QTest::newRow("every second") << Sizes{5} << Sizes{2};
        QTest::newRow("far apart") << Sizes{3, 3} << Sizes{300, 100};
        QTest::newRow("far apart, turned") << Sizes{3, 2, 2} << Sizes{7, 400, 90};
        QTest::newRow("an axis of one with any stride") << Sizes{3, 1, 4} << Sizes{4, 999, 1};
        QTest::newRow("an axis of one with the largest stride")
            << Sizes{3, 1, 3} << Sizes{300, std::numeric_limits<std::int64_t>::max(), 100};
        QTest::newRow("repeated rows") << Sizes{3, 4} << Sizes{0, 1};
        QTest::newRow("a scalar") << Sizes{} << Sizes{};
        QTest::newRow("nothing") << Sizes{3, 0} << Sizes{1, 1};
    }
    void readsByTheDefinition() {
        QFETCH(std::vector<std::int64_t>, shape);
        QFETCH(std::vector<std::int64_t>, strides);
        const StridedValues v = view(7, shape, strides);
        QVERIFY(!fault_of(v));
        const std::vector<float> expected = by_hand(v);
        std::vector<float> values(expected.size(), -1.0F);
        read_strided(v, values);
        QCOMPARE(values, expected);
    }

    void knowsWhereThereIsNothingToGather() {
        const auto packed = packed_bytes(view(5, {2, 1, 3}, {3, 77, 1}));
        QVERIFY(packed.has_value());
        QCOMPARE(packed->size(), 6 * sizeof(float));
        QVERIFY(packed->data() == reinterpret_cast<const std::uint8_t*>(kNumbers.data() + 5));
        QVERIFY(!packed_bytes(view(5, {3, 2}, {1, 3})));
        StridedValues big = view(5, {6}, {1});
        big.swapped = true;
        QVERIFY(!packed_bytes(big));
    }

    void findsFaults_data() {
        QTest::addColumn<std::int64_t>("offset");
        QTest::addColumn<std::vector<std::int64_t>>("shape");
        QTest::addColumn<std::vector<std::int64_t>>("strides");
        QTest::addColumn<QString>("fault");
        using Sizes = std::vector<std::int64_t>;
        const std::int64_t most = std::numeric_limits<std::int64_t>::max();
        const auto row = [](const char* name, std::int64_t offset, Sizes shape, Sizes strides,
                            const char* fault) {
            QTest::newRow(name) << offset << shape << strides << QString(fault);
        };
        row("the last value", 999, {1}, {1}, "");
        row("one past it", 999, {2}, {1}, "outside");
        row("nothing at the end", 1000, {0}, {1}, "");
        row("nothing past the end", 1001, {0}, {1}, "outside");
        row("negative size", 0, {-1}, {1}, "negative size");
        row("negative stride", 5, {2}, {-1}, "negative offset or stride");
        row("negative offset", -1, {1}, {1}, "negative offset or stride");
        row("strides missing", 0, {1, 1}, {1}, "number of strides");
        row("size that overflows", 0, {most, most}, {0, 0}, "2^60");
        row("reach that overflows", 0, {2, 3}, {most, most}, "outside");
        row("repeats too often", 0, {1001}, {0}, "repeats");
        row("repeats often", 0, {1000}, {0}, "");
    }
    void findsFaults() {
        QFETCH(std::int64_t, offset);
        QFETCH(std::vector<std::int64_t>, shape);
        QFETCH(std::vector<std::int64_t>, strides);
        QFETCH(QString, fault);
        const auto found = fault_of(view(offset, shape, strides));
        const std::string text = found ? std::string(*found) : "";
        QVERIFY2(text.empty() == fault.isEmpty() && text.find(fault.toStdString()) != std::string::npos,
                 text.c_str());
    }

    void packsTheLastAxisFirst() {
        const std::vector<std::int64_t> shape{2, 3, 4}, expected{12, 4, 1};
        QCOMPARE(packed_strides(shape), expected);
        QVERIFY(packed_strides({}).empty());
        // Found by fuzzing: no value, and a distance beyond 2^63.
        const std::int64_t large = (std::int64_t(1) << 40) + 1;
        const std::vector<std::int64_t> none{0, large, large}, nowhere{0, large, 1};
        QCOMPARE(packed_strides(none), nowhere);
    }
};

static const ffn::test::Case<TestStridedValues> kCase;
#include "tst_strided_values.moc"
