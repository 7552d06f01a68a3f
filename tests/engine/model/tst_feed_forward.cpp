#include "engine/model/feed_forward.h"

#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestFeedForward : public QObject {
    Q_OBJECT

  private slots:
    void everyNameReadsBack() {
        for (const char* text : {"relu", "gelu", "gelu_tanh", "silu", "quick_gelu", "relu_squared"})
            QCOMPARE(name(activation_from_name(text).value()), std::string_view(text));
        for (const char* text : {"layer_norm", "rms_norm", "none"})
            QCOMPARE(name(norm_from_name(text).value()), std::string_view(text));
        for (const char* text : {"post", "pre"})
            QCOMPARE(name(norm_placement_from_name(text).value()), std::string_view(text));
    }

    void namesStandForTheRightValues() {
        QCOMPARE(name(Activation::QuickGelu), std::string_view("quick_gelu"));
        QCOMPARE(name(Activation::ReluSquared), std::string_view("relu_squared"));
        QCOMPARE(name(Norm::RmsNorm), std::string_view("rms_norm"));
        QCOMPARE(name(NormPlacement::Pre), std::string_view("pre"));
    }

    void unknownNamesAreNothing() {
        QVERIFY(!activation_from_name("ReLU"));
        QVERIFY(!activation_from_name(""));
        QVERIFY(!norm_from_name("layernorm"));
        QVERIFY(!norm_placement_from_name("before"));
    }

    void parametersCountsEveryTensor() {
        FeedForward model;
        QCOMPARE(model.parameters(), std::int64_t(0));
        model.up = Tensor({1, 6, 4});
        model.up_bias = Tensor({1, 1, 6});
        model.gate = Tensor({1, 6, 4});
        model.gate_bias = Tensor({1, 1, 6});
        model.down = Tensor({1, 4, 6});
        model.down_bias = Tensor({1, 1, 4});
        model.norm_gain = Tensor({1, 1, 4});
        model.norm_bias = Tensor({1, 1, 4});
        QCOMPARE(model.parameters(), std::int64_t(3 * 24 + 2 * 6 + 3 * 4));
    }
};

static const ffn::test::Case<TestFeedForward> kCase;

#include "tst_feed_forward.moc"
