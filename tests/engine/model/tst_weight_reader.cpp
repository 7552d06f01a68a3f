#include "engine/core/error.h"
#include "engine/formats/tensor_archive.h"
#include "engine/model/weight_reader.h"
#include "tests/engine/model/memory_archive.h"
#include "tests/test_case.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>

namespace ffn {

namespace {

/// A file with one tensor "w" [rows, columns] of the numbers 0, 1, 2 …, all exact in each type.
class NumbersFile {
  public:
    NumbersFile(const QByteArray& dtype, std::int64_t rows, std::int64_t columns) {
        QByteArray values;
        for (std::int64_t i = 0; i < rows * columns; ++i)
            values += encoded(dtype, i);
        const QByteArray header = QString(R"({"w":{"dtype":"%1","shape":[%2,%3],"data_offsets":[0,%4]}})")
                                      .arg(QString(dtype))
                                      .arg(rows)
                                      .arg(columns)
                                      .arg(values.size())
                                      .toUtf8();
        QFile file(m_folder.filePath("w.safetensors"));
        if (!file.open(QIODevice::WriteOnly)) qFatal("no temporary file");
        const quint64 length = quint64(header.size());
        file.write(reinterpret_cast<const char*>(&length), sizeof length);
        file.write(header + values);
        file.close();
        archive = open_archive(file.fileName().toStdString());
    }
    std::shared_ptr<const TensorArchive> archive;

  private:
    template <class T>
    static QByteArray bytes(T value) {
        return {reinterpret_cast<const char*>(&value), sizeof value};
    }
    static QByteArray encoded(const QByteArray& dtype, std::int64_t i) {
        if (dtype == "F32") return bytes(float(i));
        if (dtype == "F64") return bytes(double(i));
        if (dtype == "I32") return bytes(std::int32_t(i));
        if (dtype == "BF16") return bytes(std::uint16_t(std::bit_cast<std::uint32_t>(float(i)) >> 16));
        return bytes(std::uint16_t(half_bits(float(i))));
    }
    // binary16 of a whole number below 2048: exponent and the ten bits after the leading one.
    static std::uint16_t half_bits(float x) {
        if (x == 0) return 0;
        const std::uint32_t bits = std::bit_cast<std::uint32_t>(x);
        return std::uint16_t((((bits >> 23) - 127 + 15) << 10) | ((bits >> 13) & 0x3ff));
    }

    QTemporaryDir m_folder;
};

QString first_wrong(const WeightMatrix& w, const std::function<float(std::int64_t, std::int64_t)>& expected) {
    for (std::int64_t r = 0; r < w.rows(); ++r)
        for (std::int64_t c = 0; c < w.dim(); ++c)
            if (w.at(r, c) != expected(r, c))
                return QString("[%1, %2] is %3").arg(r).arg(c).arg(double(w.at(r, c)));
    return {};
}

} // namespace

class TestWeightReader : public QObject {
    Q_OBJECT
  private slots:
    void rowsAreReadFromEveryType_data();
    void rowsAreReadFromEveryType();
    void largeOnesComeInPieces();
    void anArchiveThatUnpacksIsReadToo();
    void vectorsAreCutOut();
    void stopEndsIt();
};

void TestWeightReader::rowsAreReadFromEveryType_data() {
    QTest::addColumn<QByteArray>("dtype");
    QTest::addColumn<bool>("half");
    QTest::addColumn<bool>("transposed");
    for (const bool transposed : {false, true}) {
        const char* lie = transposed ? ", turned" : "";
        QTest::addRow("F32%s", lie) << QByteArray("F32") << false << transposed;
        QTest::addRow("F64%s", lie) << QByteArray("F64") << false << transposed;
        QTest::addRow("I32%s", lie) << QByteArray("I32") << false << transposed;
        QTest::addRow("F16%s", lie) << QByteArray("F16") << true << transposed;
        QTest::addRow("BF16%s", lie) << QByteArray("BF16") << true << transposed;
    }
}

void TestWeightReader::rowsAreReadFromEveryType() {
    QFETCH(QByteArray, dtype);
    QFETCH(bool, half);
    QFETCH(bool, transposed);
    const NumbersFile file(dtype, transposed ? 5 : 40, transposed ? 40 : 5);
    WeightMatrix all, part; // the whole tensor, and its rows 30 … 36 as of a fused one
    WeightReader reader(*file.archive);
    reader.add_matrix({0, 40, 0, 40, 5, transposed}, all);
    reader.add_matrix({0, 40, 30, 7, 5, transposed}, part);
    reader.run({});
    const auto expected = [transposed](std::int64_t r, std::int64_t c) {
        return float(transposed ? c * 40 + r : r * 5 + c);
    };
    QCOMPARE(all.is_half(), half);
    QCOMPARE(part.is_half(), half);
    QCOMPARE(all.shape(), (Shape{1, 40, 5}));
    QCOMPARE(part.shape(), (Shape{1, 7, 5}));
    QCOMPARE(first_wrong(all, expected), QString());
    QCOMPARE(first_wrong(part, [&](std::int64_t r, std::int64_t c) { return expected(r + 30, c); }),
             QString());
}

void TestWeightReader::largeOnesComeInPieces() {
    const NumbersFile file("F32", 1500, 2000); // about three pieces
    WeightMatrix w, turned;
    std::int64_t steps = 0;
    WeightReader reader(*file.archive);
    reader.add_matrix({0, 1500, 0, 1500, 2000, false}, w);
    reader.add_matrix({0, 2000, 0, 2000, 1500, true}, turned);
    reader.run({[&steps](std::int64_t done, std::int64_t) { steps = done; }, {}});
    QVERIFY(steps > 4);
    QCOMPARE(first_wrong(w, [](std::int64_t r, std::int64_t c) { return float(r * 2000 + c); }), QString());
    QCOMPARE(first_wrong(turned, [](std::int64_t r, std::int64_t c) { return float(c * 2000 + r); }),
             QString());
}

void TestWeightReader::anArchiveThatUnpacksIsReadToo() {
    const test::MemoryArchive archive("a 1\nw 8 3");
    for (const bool transposed : {false, true}) {
        WeightMatrix w;
        WeightReader reader(archive);
        const std::int64_t all = transposed ? 3 : 8, dim = transposed ? 8 : 3;
        reader.add_matrix({1, all, 1, 2, dim, transposed}, w);
        reader.run({});
        QCOMPARE(first_wrong(w,
                             [&](std::int64_t r, std::int64_t c) {
                                 return test::MemoryArchive::value(1, transposed ? c * all + r + 1
                                                                                 : (r + 1) * dim + c);
                             }),
                 QString());
    }
}

void TestWeightReader::vectorsAreCutOut() {
    const test::MemoryArchive archive("b 8");
    Tensor bias;
    WeightReader reader(archive);
    reader.add_vector(0, 3, 4, bias);
    reader.run({});
    QCOMPARE(bias.shape(), (Shape{1, 1, 4}));
    QCOMPARE(bias.at(0, 0), 3.0f);
    QCOMPARE(bias.at(0, 3), 6.0f);
}

void TestWeightReader::stopEndsIt() {
    const test::MemoryArchive archive("b 8");
    Tensor bias;
    WeightReader reader(archive);
    reader.add_vector(0, 0, 8, bias);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Stopped, reader.run({{}, stop.get_token()}));
}

static const test::Case<TestWeightReader> kCase;

} // namespace ffn

#include "tst_weight_reader.moc"
