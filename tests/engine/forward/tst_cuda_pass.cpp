#include "engine/core/error.h"
#include "engine/forward/cuda_pass.h"
#include "tests/engine/forward/naive_forward.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>

namespace ffn {

/// The device as a peer of the processor; where there is none, that it is refused with the reason.
class TestCudaPass : public QObject {
    Q_OBJECT
  private slots:
    void theDeviceGivesWhatTheProcessorGives_data();
    void theDeviceGivesWhatTheProcessorGives();
};

void TestCudaPass::theDeviceGivesWhatTheProcessorGives_data() {
    QTest::addColumn<bool>("second");
    QTest::newRow("post-norm ReLU") << false;
    QTest::newRow("gated, a second norm") << true;
}

void TestCudaPass::theDeviceGivesWhatTheProcessorGives() {
    QFETCH(bool, second);
    FeedForwardConfig config{24, 96};
    if (second) config = {24, 96, Activation::GeluTanh, Norm::RmsNorm, NormPlacement::Pre, 1e-6, true, true};
    const auto model = test::random_block(config, 3);
    const auto tokens = std::make_shared<TokenBatch>();
    tokens->rows.emplace_back(5, Token{"t", 0, 0, 1});
    const auto states = std::make_shared<Tensor>(Shape{1, 5, 24});
    for (std::int64_t i = 0; i < states->size(); ++i)
        states->data()[i] = float(i % 7) - 3;
    ForwardOptions options;
    options.backend = "cuda";
    const std::vector<std::string> there = available_backends();
    QCOMPARE(std::ranges::count(there, "cuda") > 0, cuda_works());
    if (!cuda_works()) {
        qInfo("no GPU here: that cuda is refused is all that can be tested");
        QVERIFY_THROWS_EXCEPTION(Error, forward(model, tokens, states, {}, options));
        return;
    }
    const auto device = forward(model, tokens, states, {}, options),
               processor = forward(model, tokens, states);
    for (const Stage s : stages_of(model->config))
        for (std::int64_t i = 0; i < processor->stage(s).size(); ++i)
            // float32 sums of 96 terms in another order, carried on by the norm
            QVERIFY(std::abs(double(device->stage(s).data()[i]) - double(processor->stage(s).data()[i])) <=
                    1e-4);
}

static const test::Case<TestCudaPass> kCase;

} // namespace ffn

#include "tst_cuda_pass.moc"
