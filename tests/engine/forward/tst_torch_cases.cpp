#include "engine/forward/forward.h"
#include "engine/model/block_finder.h"
#include "tests/test_case.h"

#include <QDir>
#include <QTest>

#include <cmath>

namespace ffn {

namespace {

Tensor tensor(const TensorArchive& archive, const std::string& name) {
    const std::int64_t index = archive.find(name);
    if (index < 0) qFatal("the fixture lacks %s", name.c_str());
    return archive.read(std::size_t(index));
}

std::vector<double> row_largest(const Tensor& expected) {
    std::vector<double> largest;
    for (std::int64_t r = 0; r < expected.rows(); ++r) {
        double most = 0;
        for (const float x : expected.row(r))
            most = std::max(most, std::abs(double(x)));
        largest.push_back(most);
    }
    return largest;
}

} // namespace

/// Files made by PyTorch (tests/fixtures/make_forward.py), from weight names to the last stage.
class TestTorchCases : public QObject {
    Q_OBJECT
  private slots:
    void everyStageEqualsPyTorch_data();
    void everyStageEqualsPyTorch();
};

void TestTorchCases::everyStageEqualsPyTorch_data() {
    QTest::addColumn<QString>("file");
    const QDir folder(QString(FFNSCOPE_FIXTURES) + "/forward");
    for (const QString& file : folder.entryList({"*.safetensors"}, QDir::Files))
        QTest::addRow("%s", qPrintable(file)) << folder.filePath(file);
}

void TestTorchCases::everyStageEqualsPyTorch() {
    QFETCH(QString, file);
    const auto archive = open_archive(file.toStdString());
    const ModelListing listing = find_blocks(*archive);
    QCOMPARE(listing.blocks.size(), std::size_t(1));
    const FeedForwardConfig& config = listing.blocks[0].config;
    QCOMPARE(std::string(name(config.activation)), archive->metadata().at("activation"));
    QCOMPARE(std::string(name(config.norm)), archive->metadata().at("norm"));
    QCOMPARE(std::string(name(config.placement)), archive->metadata().at("placement"));
    QCOMPARE(config.eps, std::stod(archive->metadata().at("eps")));

    const auto states = std::make_shared<Tensor>(tensor(*archive, "case/input"));
    auto tokens = std::make_shared<TokenBatch>();
    for (std::int64_t b = 0; b < states->shape().batch; ++b)
        tokens->rows.emplace_back(std::size_t(states->shape().len), Token{"t", 0, 0, 1});
    const auto snapshot = forward(load_block(*archive, listing.blocks[0]), tokens, states);
    for (const Stage stage : stages_of(config)) {
        if (stage == Stage::Input) continue;
        const std::string stage_name{name(stage)};
        const Tensor expected = tensor(*archive, "expected/" + stage_name);
        const Tensor& got = snapshot->stage(stage);
        QCOMPARE(got.size(), expected.size());
        const bool product = stage == Stage::PreActivation || stage == Stage::Projection;
        const Tensor abs = product ? tensor(*archive, "expected/abs_" + stage_name) : Tensor();
        const double terms = double(stage == Stage::Projection ? config.d_ff : config.d_model) + 1;
        const std::vector<double> largest = row_largest(expected);
        for (std::int64_t i = 0; i < got.size(); ++i) {
            const double e = double(expected.data()[i]),
                         most = largest[std::size_t(i * std::int64_t(largest.size()) / got.size())];
            // Products: each of K float32 additions rounds by at most 2⁻²⁴ of Σ|w·x|, in any order. The rest:
            // a few float32 steps after the products, 1e-5 of the row's largest; the projection carries the
            // hidden stage's error too.
            const double allowed = !product ? 1e-5 * most
                                            : 0x1p-24 * terms * double(abs.data()[i]) + 1e-6 * std::abs(e) +
                                                  (stage == Stage::Projection ? 1e-6 * most : 0);
            QVERIFY2(std::abs(double(got.data()[i]) - e) <= allowed,
                     qPrintable(QString("%1[%2]: %3, expected %4")
                                    .arg(stage_name.c_str())
                                    .arg(i)
                                    .arg(got.data()[i])
                                    .arg(e)));
        }
    }
}

static const test::Case<TestTorchCases> kCase;

} // namespace ffn

#include "tst_torch_cases.moc"
