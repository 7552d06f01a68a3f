#include "engine/core/error.h"
#include "tests/test_case.h"
#include "ui/model_browser/tensor_picture.h"

#include <QTest>

using namespace ffn;
using namespace ffn::ui;

using Sizes = std::vector<std::int64_t>;
Q_DECLARE_METATYPE(Sizes)

class TestTensorPicture : public QObject {
    Q_OBJECT
  private slots:
    void everyRankHasAForm_data();
    void everyRankHasAForm();
    void aCellKeepsItsPlace();
    void valuesAreThoseOfTheFile_data();
    void valuesAreThoseOfTheFile();
    void aTensorTooLargeIsRefused();
    void aStopIsHeard();
};

namespace {

const std::filesystem::path kFixtures = FFNSCOPE_FIXTURES;

std::string refusal(const TensorArchive& archive, std::size_t index, std::uint64_t limit) {
    try {
        loadTensor(archive, index, limit);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

void TestTensorPicture::everyRankHasAForm_data() {
    QTest::addColumn<Sizes>("shape");
    QTest::addColumn<qint64>("rows");
    QTest::addColumn<qint64>("columns");
    QTest::addColumn<bool>("said");
    const auto row = [](const char* name, const Sizes& shape, qint64 rows, qint64 columns, bool said) {
        QTest::newRow(name) << shape << rows << columns << said;
    };
    row("a number", {}, 1, 1, true);
    row("a vector", {7}, 1, 7, true);
    row("a matrix stays", {7, 1}, 7, 1, false);
    row("a matrix", {5, 9}, 5, 9, false);
    row("a convolution of kernel 1", {88, 24, 1}, 88, 24, true);
    row("ones are dropped", {1, 1, 6}, 1, 6, true);
    row("a convolution", {64, 3, 7, 7}, 64, 147, true);
    row("heads", {12, 64, 3}, 12, 192, true);
    row("experts", {8, 32, 16}, 256, 16, true);
}

void TestTensorPicture::everyRankHasAForm() {
    QFETCH(Sizes, shape);
    QFETCH(qint64, rows);
    QFETCH(qint64, columns);
    QFETCH(bool, said);
    if (QByteArray(QTest::currentDataTag()) == "experts") {
        // 8 × 512 and 256 × 16: the second is nearer to a square.
        QVERIFY(std::abs(std::log(256.0 / 16)) < std::abs(std::log(8.0 / 512)));
    }
    QCOMPARE(matrixForm(shape), (MatrixForm{rows, columns}));
    QCOMPARE(!formNote(shape).isEmpty(), said);
}

void TestTensorPicture::aCellKeepsItsPlace() {
    // Every place of the tensor is met once and in order: that is what row-major says.
    const Sizes shape{2, 3, 4};
    const MatrixForm form = matrixForm(shape);
    QStringList met, wanted;
    for (qint64 row = 0; row < form.rows; ++row)
        for (qint64 column = 0; column < form.columns; ++column)
            met += cellPlace(shape, row, column);
    for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 3; ++j)
            for (int k = 0; k < 4; ++k)
                wanted += QString("[%1, %2, %3]").arg(i).arg(j).arg(k);
    QCOMPARE(met, wanted);
    QCOMPARE(cellPlace({}, 0, 0), "[]");
}

void TestTensorPicture::valuesAreThoseOfTheFile_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("every type of safetensors") << "formats/all_types.safetensors";
    QTest::newRow("matrices the other way round") << "forward/gpt2.safetensors";
    QTest::newRow("convolutions") << "forward/tutorial.safetensors";
    QTest::newRow("inflated") << "formats/deflated.npz";
}

void TestTensorPicture::valuesAreThoseOfTheFile() {
    QFETCH(QString, file);
    const auto archive = open_archive(kFixtures / file.toStdString());
    int seen = 0;
    for (std::size_t i = 0; i < archive->tensors().size(); ++i) {
        const TensorInfo& tensor = archive->tensors()[i];
        if (!tensor.readable || tensor.count() == 0) {
            QVERIFY(refusal(*archive, i, 0).find(tensor.name) != std::string::npos);
            continue;
        }
        ++seen;
        const Tensor expected = archive->read(i);
        const SnapshotPtr shown = loadTensor(*archive, i, 0);
        const Tensor& values = shown->stage(kTensorStage);
        QCOMPARE(values.rows() * values.dim(), expected.size());
        // Bit for bit, NaN included: nothing is computed, only read.
        QVERIFY(std::memcmp(values.data(), expected.data(), std::size_t(expected.size()) * 4) == 0);
        StageSummary summary;
        summary.add(expected.values());
        QCOMPARE(shown->summary(kTensorStage).finite, summary.finite);
        QCOMPARE(shown->summary(kTensorStage).nan, summary.nan);
        if (summary.finite > 0) {
            QCOMPARE(shown->summary(kTensorStage).min, summary.min);
            QCOMPARE(shown->summary(kTensorStage).max, summary.max);
        }
    }
    QVERIFY(seen > 2);
}

void TestTensorPicture::aTensorTooLargeIsRefused() {
    const auto archive = open_archive(kFixtures / "forward/tutorial.safetensors");
    std::size_t largest = 0;
    for (std::size_t i = 0; i < archive->tensors().size(); ++i)
        if (archive->tensors()[i].count() > archive->tensors()[largest].count()) largest = i;
    const std::string sentence = refusal(*archive, largest, 1000);
    QVERIFY2(sentence.find("too large to be shown") != std::string::npos, sentence.c_str());
    QVERIFY(sentence.find(archive->tensors()[largest].name) != std::string::npos);
    QCOMPARE(refusal(*archive, largest, 1'000'000), std::string());
}

void TestTensorPicture::aStopIsHeard() {
    const auto archive = open_archive(kFixtures / "forward/tutorial.safetensors");
    std::stop_source source;
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(loadTensor(*archive, 0, 0, Progress{{}, source.get_token()}), Stopped);
}

static const ffn::test::Case<TestTensorPicture> kCase;
#include "tst_tensor_picture.moc"
