#include "engine/model/block_layout.h"

#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestBlockLayout : public QObject {
    Q_OBJECT

  private slots:
    /// In the columns 0 stands for a tensor that is absent.
    void orientationIsDecidedByTheStrongestClue_data() {
        QTest::addColumn<QString>("family");
        QTest::addColumn<bool>("certain");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("cols");
        QTest::addColumn<bool>("kernel");
        QTest::addColumn<int>("upBias");
        QTest::addColumn<int>("downBias");
        QTest::addColumn<int>("gain");
        QTest::addColumn<QString>("expected"); // orientation, d_model, d_ff
        const auto row = [](const char* what) -> QTestData& { return QTest::newRow(what); };
        row("gpt2, by its biases") << "gpt2" << false << 32 << 8 << false << 32 << 8 << 8 << "in_out 8 32";
        row("gpt2's names on Linear") << "gpt2" << false << 8 << 32 << false << 32 << 8 << 8 << "out_in 8 32";
        row("one bias is enough") << "gpt2" << false << 8 << 32 << false << 0 << 8 << 0 << "out_in 8 32";
        row("the gain alone") << "gpt2" << false << 8 << 32 << false << 0 << 0 << 8 << "out_in 8 32";
        row("the type does not beat a bias")
            << "gpt2" << true << 8 << 32 << false << 32 << 0 << 0 << "out_in 8 32";
        row("a transposed llama, by its gain")
            << "llama" << false << 32 << 8 << false << 0 << 0 << 8 << "in_out 8 32";
        row("a bottleneck, by its biases")
            << "bert" << false << 32 << 8 << false << 8 << 32 << 32 << "out_in 32 8";
        row("a bottleneck, by the kernel")
            << "tutorial" << false << 32 << 8 << true << 0 << 0 << 0 << "out_in 32 8";
        row("nothing: the family") << "t5" << false << 8 << 32 << false << 0 << 0 << 0 << "out_in 8 32";
        row("nothing: the larger is d_ff")
            << "gpt2" << false << 8 << 32 << false << 0 << 0 << 0 << "out_in 8 32";
        row("nothing: likewise") << "gpt2" << false << 32 << 8 << false << 0 << 0 << 0 << "in_out 8 32";
        row("nothing but the type") << "gpt2" << true << 8 << 32 << false << 0 << 0 << 0 << "in_out 32 8";
        row("square, one way only") << "llama" << false << 8 << 8 << false << 0 << 0 << 8 << "out_in 8 8";
        row("square convolution") << "tutorial" << false << 8 << 8 << true << 8 << 8 << 8 << "out_in 8 8";
        row("square, both ways") << "gpt2" << false << 8 << 8 << false << 8 << 8 << 8 << "unknown 8 8";
        row("square, typed") << "gpt2" << true << 8 << 8 << false << 8 << 8 << 8 << "in_out 8 8";
    }
    void orientationIsDecidedByTheStrongestClue() {
        QFETCH(QString, family);
        QFETCH(bool, certain);
        QFETCH(int, rows);
        QFETCH(int, cols);
        QFETCH(bool, kernel);
        QFETCH(int, upBias);
        QFETCH(int, downBias);
        QFETCH(int, gain);
        const auto length = [](int n) { return n ? std::optional<std::int64_t>(n) : std::nullopt; };
        const Family* row = family_from_name(family.toStdString());
        QVERIFY(row);
        const Layout found =
            layout({rows, cols, kernel}, {length(upBias), length(downBias), length(gain)}, *row, certain);
        const char* names[] = {"out_in", "in_out", "unknown"};
        QTEST(QString("%1 %2 %3").arg(names[int(found.orientation)]).arg(found.d_model).arg(found.d_ff),
              "expected");
    }

    void onlyMatricesAndKernelsOfOneAreMatrices() {
        const auto shape = [](std::vector<std::int64_t> sizes) {
            return TensorInfo{"w", "F32", sizes, true};
        };
        QVERIFY(matrix_shape(shape({8, 4})));
        QVERIFY(!matrix_shape(shape({8, 4}))->kernel);
        QVERIFY(matrix_shape(shape({8, 4, 1}))->kernel);
        QVERIFY(!matrix_shape(shape({8, 4, 3})));
        QVERIFY(!matrix_shape(shape({8, 4, 1, 1})));
        QVERIFY(!matrix_shape(shape({8, 0})));
        QVERIFY(!matrix_shape(shape({8})));
        QVERIFY(!matrix_shape(shape({})));
        QCOMPARE(vector_length(shape({8})), std::optional<std::int64_t>(8));
        QVERIFY(!vector_length(shape({8, 1})));
    }
};

static const ffn::test::Case<TestBlockLayout> kCase;

#include "tst_block_layout.moc"
