#include "engine/model/initializer.h"

#include "engine/core/error.h"
#include "tests/engine/model/torch_fixture.h"
#include "tests/test_case.h"

#include <QCryptographicHash>
#include <QTest>

using namespace ffn;

namespace {

QByteArray sha256(const Tensor& t) {
    const auto bytes = std::as_bytes(t.values());
    const QByteArrayView view(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
    return QCryptographicHash::hash(view.toByteArray(), QCryptographicHash::Sha256).toHex().left(16);
}

std::vector<float> joined(std::initializer_list<std::span<const float>> tensors) {
    std::vector<float> all;
    for (const std::span<const float> values : tensors)
        all.insert(all.end(), values.begin(), values.end());
    return all;
}

bool all_equal(const Tensor& t, float value) {
    return std::ranges::all_of(t.values(), [&](float x) { return x == value; });
}

FeedForwardConfig sized(int d_model, int d_ff) {
    FeedForwardConfig config;
    config.d_model = d_model;
    config.d_ff = d_ff;
    return config;
}

void add_sizes(const char* init, double ulps) {
    for (auto [d_model, d_ff] : {std::pair{3, 5}, {4, 4}, {7, 13}, {8, 32}})
        QTest::addRow("%s %dx%d", init, d_model, d_ff) << QString(init) << d_model << d_ff << ulps;
}

} // namespace

class TestInitializer : public QObject {
    Q_OBJECT

  private slots:
    /// SHA-256 of PyTorch's own tensors of manual_seed(0), little-endian float32.
    void torchAtTheReferenceSizeIsBitIdentical() {
        const auto model = random_feed_forward(sized(512, 2048), Init::Torch, 0);
        QCOMPARE(sha256(model->up.tensor()), QByteArray("adba84f20bc52215"));
        QCOMPARE(sha256(model->up_bias), QByteArray("15042f1499cba2a1"));
        QCOMPARE(sha256(model->down.tensor()), QByteArray("6f5fccfb18c94692"));
        QCOMPARE(sha256(model->down_bias), QByteArray("a5568913c0682106"));
        QCOMPARE(model->up.at(0, 0), -0.00033087382f);
    }

    void torchFollowsPyTorch_data() {
        QTest::addColumn<QString>("fixture");
        QTest::addColumn<int>("dModel");
        QTest::addColumn<int>("dFf");
        QTest::addColumn<quint64>("seed");
        for (auto [m, f] : {std::pair{3, 5}, {4, 4}, {7, 13}, {8, 32}}) {
            QTest::addRow("%dx%d", m, f) << "torch" << m << f << quint64(7);
            QTest::addRow("wide seed %dx%d", m, f)
                << "torch_wide_seed" << m << f << (quint64(1) << 32) + 7 * (quint64(1) << 33) + 5;
        }
    }
    void torchFollowsPyTorch() {
        QFETCH(QString, fixture);
        QFETCH(int, dModel);
        QFETCH(int, dFf);
        QFETCH(quint64, seed);
        const auto model = random_feed_forward(sized(dModel, dFf), Init::Torch, seed);
        const auto actual = joined(
            {model->up.tensor().values(), model->up_bias.values(), model->down.tensor().values(), model->down_bias.values()});
        const auto expected = test::torch_values(QString("%1/%2x%3").arg(fixture).arg(dModel).arg(dFf));
        QCOMPARE(test::first_difference(actual, expected), std::ptrdiff_t(-1));
    }

    void othersFollowPyTorchsInit_data() {
        QTest::addColumn<QString>("init");
        QTest::addColumn<int>("dModel");
        QTest::addColumn<int>("dFf");
        QTest::addColumn<double>("ulps");
        add_sizes("xavier_uniform", 0);
        add_sizes("kaiming_uniform", 0);
        // 3 ulp from the vectorised functions, 1 more from the product with σ.
        add_sizes("xavier_normal", 4);
        add_sizes("kaiming_normal", 4);
        add_sizes("normal", 4);
    }
    void othersFollowPyTorchsInit() {
        QFETCH(QString, init);
        QFETCH(int, dModel);
        QFETCH(int, dFf);
        QFETCH(double, ulps);
        const auto model =
            random_feed_forward(sized(dModel, dFf), init_from_name(init.toStdString()).value(), 7);
        const auto expected = test::torch_values(QString("%1/%2x%3").arg(init).arg(dModel).arg(dFf));
        QVERIFY(test::largest_ulps(joined({model->up.tensor().values(), model->down.tensor().values()}), expected) <= ulps);
        QVERIFY(all_equal(model->up_bias, 0));
        QVERIFY(all_equal(model->down_bias, 0));
    }

    void aGatedBlockDrawsTheGateBetweenTheTwo() {
        FeedForwardConfig config = sized(7, 13);
        config.gated = true;
        const auto model = random_feed_forward(config, Init::XavierUniform, 7);
        QCOMPARE(model->gate.shape(), (Shape{1, 13, 7}));
        QCOMPARE(
            test::first_difference(joined({model->up.tensor().values(), model->gate.tensor().values(), model->down.tensor().values()}),
                                   test::torch_values("gated_xavier_uniform/7x13")),
            std::ptrdiff_t(-1));
        QCOMPARE(model->gate_bias.size(), std::int64_t(13));
    }

    void theNormTakesWhatItsKindHas_data() {
        QTest::addColumn<QString>("norm");
        QTest::addColumn<int>("gain");
        QTest::addColumn<int>("bias");
        QTest::newRow("layer_norm") << "layer_norm" << 8 << 8;
        QTest::newRow("rms_norm") << "rms_norm" << 8 << 0;
        QTest::newRow("none") << "none" << 0 << 0;
    }
    void theNormTakesWhatItsKindHas() {
        QFETCH(QString, norm);
        QFETCH(int, gain);
        QFETCH(int, bias);
        FeedForwardConfig config = sized(8, 32);
        config.norm = norm_from_name(norm.toStdString()).value();
        const auto model = random_feed_forward(config, Init::Torch, 0);
        QCOMPARE(model->norm_gain.size(), std::int64_t(gain));
        QCOMPARE(model->norm_bias.size(), std::int64_t(bias));
        QVERIFY(all_equal(model->norm_gain, 1) && all_equal(model->norm_bias, 0));
        QCOMPARE(model->config, config);
        QCOMPARE(model->source, std::string("random (torch, seed 0)"));
        QVERIFY(model->block.empty());
    }

    void impossibleSizesAreRefused_data() {
        QTest::addColumn<qint64>("dModel");
        QTest::addColumn<qint64>("dFf");
        QTest::addColumn<QString>("named");
        QTest::newRow("no d_model") << qint64(0) << qint64(8) << "d_model is 0";
        QTest::newRow("negative d_ff") << qint64(8) << qint64(-1) << "d_ff is -1";
        QTest::newRow("overflowing") << (qint64(1) << 40) << (qint64(1) << 40) << "d_model is 1099511627776";
    }
    void impossibleSizesAreRefused() {
        QFETCH(qint64, dModel);
        QFETCH(qint64, dFf);
        QFETCH(QString, named);
        FeedForwardConfig config;
        config.d_model = dModel;
        config.d_ff = dFf;
        try {
            random_feed_forward(config, Init::Torch, 0);
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains(named), error.what());
        }
    }

    void progressEndsAtAllValues() {
        std::int64_t done = 0, total = 0;
        const Progress progress{[&](std::int64_t d, std::int64_t t) { done = d, total = t; }, {}};
        random_feed_forward(sized(8, 32), Init::Torch, 0, progress);
        QCOMPARE(done, total);
        QCOMPARE(total, std::int64_t(2 * 8 * 32));
    }

    void initNamesReadBack() {
        for (const char* text :
             {"torch", "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal", "normal"})
            QCOMPARE(name(init_from_name(text).value()), std::string_view(text));
        QVERIFY(!init_from_name("he"));
    }
};

static const ffn::test::Case<TestInitializer> kCase;

#include "tst_initializer.moc"
