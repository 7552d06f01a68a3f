#include "engine/model/torch_random.h"

#include "engine/model/initializer.h"
#include "tests/engine/model/torch_fixture.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestTorchRandom : public QObject {
    Q_OBJECT

  private slots:
    void randnFollowsPyTorch_data() {
        QTest::addColumn<int>("count");
        // Below 16 values, 16, a rest below 16, whole groups, larger.
        for (int count : {1, 2, 5, 15, 16, 17, 31, 32, 100, 1000})
            QTest::addRow("%d values", count) << count;
    }
    void randnFollowsPyTorch() {
        QFETCH(int, count);
        const auto expected = test::torch_values(QString("randn/%1").arg(count));
        const Tensor actual = random_normal({1, 1, count}, 11);
        // PyTorch's vectorised log, sin and cos differ from the C library's in the last places.
        QVERIFY2(test::largest_ulps(actual.values(), expected) <= 3,
                 qPrintable(QString("%1 ulp").arg(test::largest_ulps(actual.values(), expected))));
    }

    void theSecondValueOfAPairIsKeptForTheNextCall() {
        const auto expected = test::torch_values("randn/5");
        TorchGenerator generator(11);
        std::vector<float> values(5);
        generator.normal(std::span(values).first(3), 1);
        generator.normal(std::span(values).last(2), 1);
        QVERIFY(test::largest_ulps(values, expected) <= 3);
    }

    void uniformStaysInItsHalfOpenRange() {
        TorchGenerator generator(3);
        std::vector<float> values(200000);
        generator.uniform(values, -0.25, 0.75);
        const auto [low, high] = std::ranges::minmax(values);
        // 200,000 draws leave the outer 0.01 % of the range empty with a chance of e^-20.
        QVERIFY(low >= -0.25f && low < -0.2499f);
        QVERIFY(high < 0.75f && high > 0.7499f);
    }

    void onlyTheLow32BitsOfTheSeedMatter() {
        std::vector<float> a(40), b(40);
        TorchGenerator(5).uniform(a, 0, 1);
        TorchGenerator((std::uint64_t(9) << 32) + 5).uniform(b, 0, 1);
        QCOMPARE(test::first_difference(a, b), std::ptrdiff_t(-1));
    }

    void aRaisedStopTokenStops() {
        std::stop_source source;
        source.request_stop();
        const Progress progress{{}, source.get_token()};
        std::vector<float> values(64);
        QVERIFY_THROWS_EXCEPTION(Stopped, TorchGenerator(1).uniform(values, 0, 1, progress));
        QVERIFY_THROWS_EXCEPTION(Stopped, TorchGenerator(1).normal(values, 1, progress));
    }
};

static const ffn::test::Case<TestTorchRandom> kCase;

#include "tst_torch_random.moc"
