#include "engine/formats/element_type.h"
#include "tests/test_case.h"

#include <QTest>
#include <numeric>

using namespace ffn;

class TestElementType : public QObject {
    Q_OBJECT

  private slots:
    void namesLeadBackToTypes() {
        for (int i = 0; i <= int(ElementType::U64); ++i) {
            const auto type = ElementType(i);
            QVERIFY(element_type_from_name(name(type)) == type);
        }
        QVERIFY(!element_type_from_name("f32"));
    }

    // Sizes around the tile of the walk; the plain formula is the second way of computing.
    void gathersTransposedAndStrided_data() {
        QTest::addColumn<QList<qint64>>("shape");
        QTest::addColumn<QList<qint64>>("strides");
        QTest::newRow("scalar") << QList<qint64>{} << QList<qint64>{};
        QTest::newRow("vector, every third") << QList<qint64>{70} << QList<qint64>{3};
        QTest::newRow("transposed") << QList<qint64>{33, 65} << QList<qint64>{1, 33};
        QTest::newRow("fortran cube") << QList<qint64>{5, 34, 7} << QList<qint64>{1, 5, 170};
        QTest::newRow("ones between") << QList<qint64>{4, 1, 9, 1} << QList<qint64>{1, 77, 4, 1000};
        QTest::newRow("expanded row") << QList<qint64>{40, 6} << QList<qint64>{0, 1};
        QTest::newRow("four axes") << QList<qint64>{2, 3, 4, 5} << QList<qint64>{5, 10, 30, 1};
        QTest::newRow("empty") << QList<qint64>{3, 0} << QList<qint64>{1, 3};
    }
    void gathersTransposedAndStrided() {
        QFETCH(QList<qint64>, shape);
        QFETCH(QList<qint64>, strides);
        const std::vector<std::int64_t> extents(shape.begin(), shape.end()),
            steps(strides.begin(), strides.end());
        const std::int64_t count =
            std::accumulate(extents.begin(), extents.end(), std::int64_t(1), std::multiplies<>());
        std::vector<float> source(4000);
        std::iota(source.begin(), source.end(), 0.0F);
        std::vector<float> out(std::size_t(count), -1.0F);
        gather_strided(source, 2, extents, steps, out);
        for (std::int64_t flat = 0; flat < count; ++flat) {
            std::int64_t rest = flat, from = 2;
            for (std::size_t axis = extents.size(); axis-- > 0; rest /= extents[axis])
                from += rest % extents[axis] * steps[axis];
            QCOMPARE(out[std::size_t(flat)], float(from));
        }
    }

    // More values than one piece, at an odd address, in both byte orders.
    void convertsLongUnalignedRuns() {
        constexpr std::size_t kCount = 5000;
        std::vector<std::uint8_t> bytes(1 + 4 * kCount);
        for (const bool swapped : {false, true}) {
            for (std::size_t i = 0; i < kCount; ++i)
                for (std::size_t k = 0; k < 4; ++k)
                    bytes[1 + 4 * i + (swapped ? 3 - k : k)] = std::uint8_t((i * 1001) >> (8 * k));
            std::vector<float> out(kCount);
            convert_elements(ElementType::I32, ByteSpan(bytes).subspan(1), swapped, out);
            for (std::size_t i = 0; i < kCount; ++i)
                QCOMPARE(out[i], float(i * 1001));
        }
    }
};

static const ffn::test::Case<TestElementType> kCase;
#include "tst_element_type.moc"
