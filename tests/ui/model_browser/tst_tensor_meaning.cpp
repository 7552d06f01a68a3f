#include "tests/test_case.h"
#include "ui/model_browser/tensor_meaning.h"
#include "ui/model_browser/tensor_picture.h"

#include <QTest>

using namespace ffn;
using namespace ffn::ui;

class TestTensorMeaning : public QObject {
    Q_OBJECT
  private slots:
    void unitsLieWhereTheBlockReadsThem_data();
    void unitsLieWhereTheBlockReadsThem();
    void aFusedTensorHasTheGateFirst();
    void everyVectorIsCalledByItsName();
    void othersMeanNothing();
};

namespace {

const std::filesystem::path kFixtures = FFNSCOPE_FIXTURES;

qint64 place(const TensorMeaning::Axis& axis, qint64 hidden, qint64 model, qint64 otherwise) {
    if (axis.width == StageWidth::One) return otherwise;
    return axis.first + (axis.width == StageWidth::Hidden ? hidden : model);
}

/// Every value of a loaded part stands in the file's tensor where the meaning says.
void compareMatrix(const TensorArchive& archive, const Block& block, const std::string& tensor,
                   const WeightMatrix& part, bool rowsAreHidden) {
    const auto meaning = tensorMeaning(block, tensor);
    QVERIFY(meaning.has_value());
    const SnapshotPtr shown = loadTensor(archive, std::size_t(archive.find(tensor)), 0);
    const Tensor& values = shown->stage(kTensorStage);
    for (std::int64_t row = 0; row < part.rows(); ++row)
        for (std::int64_t column = 0; column < part.dim(); ++column) {
            const qint64 hidden = rowsAreHidden ? row : column, model = rowsAreHidden ? column : row;
            QCOMPARE(
                values.at(place(meaning->rows, hidden, model, 0), place(meaning->columns, hidden, model, 0)),
                part.at(row, column));
        }
}

} // namespace

void TestTensorMeaning::unitsLieWhereTheBlockReadsThem_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("[out, in, 1]") << "forward/tutorial.safetensors";
    QTest::newRow("[in, out]") << "forward/gpt2.safetensors";
    QTest::newRow("gated") << "forward/llama.safetensors";
}

void TestTensorMeaning::unitsLieWhereTheBlockReadsThem() {
    QFETCH(QString, file);
    const auto archive = open_archive(kFixtures / file.toStdString());
    const ModelListing listing = find_blocks(*archive);
    const Block& block = listing.blocks.front();
    const auto model = load_block(*archive, block);
    compareMatrix(*archive, block, block.tensors.up, model->up, true);
    compareMatrix(*archive, block, block.tensors.down, model->down, false);
    if (model->config.gated) compareMatrix(*archive, block, block.tensors.gate, model->gate, true);
    const auto gain = tensorMeaning(block, block.tensors.norm_gain);
    QVERIFY(gain && gain->columns.width == StageWidth::Model && gain->rows.width == StageWidth::One);
    if (!block.tensors.up_bias.empty())
        QVERIFY(tensorMeaning(block, block.tensors.up_bias)->columns.width == StageWidth::Hidden);
}

void TestTensorMeaning::aFusedTensorHasTheGateFirst() {
    Block block;
    block.config.d_ff = 6;
    block.config.gated = true;
    block.tensors.up = block.tensors.gate = "gate_up";
    block.tensors.down = "down";
    QCOMPARE(tensorMeaning(block, "gate_up")->rows.first, 6);
    QCOMPARE(tensorMeaning(block, "down")->columns.first, 0);
    QCOMPARE(tensorRole(block.tensors, "gate_up"), std::string("gate + up"));
    block.orientation = Orientation::InOut;
    QCOMPARE(tensorMeaning(block, "gate_up")->columns.first, 6);
    QCOMPARE(tensorMeaning(block, "gate_up")->rows.first, 0);
}

void TestTensorMeaning::everyVectorIsCalledByItsName() {
    Block block;
    BlockTensors& t = block.tensors;
    t.norm_gain = "g", t.norm_bias = "b", t.second_gain = "g2", t.second_bias = "b2", t.down_bias = "d";
    QSet<QString> sentences;
    for (const char* name : {"g", "b", "g2", "b2", "d"})
        sentences << tensorMeaning(block, name)->sentence;
    QCOMPARE(sentences.size(), 5);
    QCOMPARE(tensorRole(t, "g2"), std::string("second_gain"));
    QVERIFY(tensorMeaning(block, "g2")->columns.width == StageWidth::Model);
}

void TestTensorMeaning::othersMeanNothing() {
    Block block;
    block.tensors.up = "a";
    QVERIFY(!tensorMeaning(block, "b"));
    QVERIFY(!tensorMeaning(block, ""));
    QCOMPARE(tensorRole(block.tensors, "b"), std::string());
}

static const ffn::test::Case<TestTensorMeaning> kCase;
#include "tst_tensor_meaning.moc"
