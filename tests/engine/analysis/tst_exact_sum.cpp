#include "engine/analysis/exact_sum.h"

#include "tests/test_case.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace ffn;

class TestExactSum : public QObject {
    Q_OBJECT
  private slots:
    void cancelsWithoutALoss();
    void orderAndSharesDoNotMatter();
    void equalsWholeNumbersExactly();
    void textComesBack_data();
    void textComesBack();
    void strangeTextsAreRefused_data();
    void strangeTextsAreRefused();
};

void TestExactSum::cancelsWithoutALoss() {
    const float largest = std::numeric_limits<float>::max(), least = std::numeric_limits<float>::denorm_min();
    ExactSum sum;
    for (const float v : {largest, largest, 1.0f, least, -largest, -1.0f, -largest})
        sum.add(v);
    QCOMPARE(sum.value(), double(least));
    sum.add(-least);
    QCOMPARE(sum.value(), 0.0);
    QCOMPARE(sum.text(), std::string("0"));
    sum.add(-0.75f);
    QCOMPARE(sum.value(), -0.75);
}

void TestExactSum::orderAndSharesDoNotMatter() {
    std::mt19937 random(3);
    std::vector<float> values(5000);
    for (float& v : values)
        do
            v = std::bit_cast<float>(std::uint32_t(random())); // every exponent and sign
        while (!std::isfinite(v));
    ExactSum forward, backward, parts[3];
    for (std::size_t i = 0; i < values.size(); ++i) {
        forward.add(values[i]);
        backward.add(values[values.size() - 1 - i]);
        parts[i % 3].add(values[i]);
    }
    parts[2].merge(parts[0]);
    parts[2].merge(parts[1]);
    QVERIFY(forward == backward);
    QVERIFY(forward == parts[2]);
    QCOMPARE(forward.value(), parts[2].value());
}

// Sums of whole numbers below 2⁵³ are exact in int64 and in double.
void TestExactSum::equalsWholeNumbersExactly() {
    std::mt19937 random(5);
    std::uniform_int_distribution<std::int64_t> whole(-(1 << 24), 1 << 24);
    ExactSum sum;
    std::int64_t expected = 0;
    for (int i = 0; i < 20000; ++i) {
        const std::int64_t v = whole(random);
        sum.add(float(v));
        expected += v;
    }
    QCOMPARE(sum.value(), double(expected));
}

void TestExactSum::textComesBack_data() {
    QTest::addColumn<float>("value");
    QTest::newRow("zero") << 0.0f;
    QTest::newRow("negative") << -3.1415927f;
    QTest::newRow("largest") << std::numeric_limits<float>::max();
    QTest::newRow("least") << -std::numeric_limits<float>::denorm_min();
}

void TestExactSum::textComesBack() {
    QFETCH(float, value);
    ExactSum sum;
    for (int i = 0; i < 3; ++i)
        sum.add(value);
    const auto back = ExactSum::from_text(sum.text());
    QVERIFY(back);
    QVERIFY(*back == sum);
    QCOMPARE(back->value(), 3 * double(value));
}

void TestExactSum::strangeTextsAreRefused_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"", "-", "-0", "00", "01", "1g", "A", " 1", "1 ", "--1"})
        QTest::newRow(text) << text;
    QTest::newRow("too long") << QString(89, '1');
    QTest::newRow("larger than any sum") << QString(88, 'f');
}

void TestExactSum::strangeTextsAreRefused() {
    QFETCH(QString, text);
    QVERIFY(!ExactSum::from_text(text.toStdString()));
}

static const ffn::test::Case<TestExactSum> kCase;
#include "tst_exact_sum.moc"
