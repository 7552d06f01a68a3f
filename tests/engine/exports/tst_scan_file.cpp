#include "engine/exports/scan_file.h"

#include "tests/test_case.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

using namespace ffn;
using nlohmann::ordered_json;

class TestScanFile : public QObject {
    Q_OBJECT
  private slots:
    void comesBackBitForBit();
    void manyUnitsComeBack();
    void orderOfFilesDoesNotShow();
    void brokenFilesAreRefused_data();
    void brokenFilesAreRefused();

  private:
    std::string path() const { return m_folder.filePath("scan.json").toStdString(); }
    QTemporaryDir m_folder;
};

namespace {

CorpusScan small_scan() {
    CorpusScan scan;
    scan.subject = {"model \"x\"", "layer.0", "00ff", 4, 2, "gelu", "words", "random (seed 0)", "none"};
    scan.threshold = 0.1f;
    scan.top_count = 2;
    scan.files = {{"a.txt", 100, 100, 3}, {"b.txt", 50, 10, 1}};
    auto tokens = std::make_shared<TokenBatch>();
    tokens->rows.push_back({{.text = "the"}, {.text = "狐"}, {.text = "the"}});
    const float inf = std::numeric_limits<float>::infinity();
    Tensor hidden(Shape{1, 3, 2});
    const float values[]{1.5e-40f, 0.2f, -3.1f, inf, 0.7f, 0.05f};
    std::copy(std::begin(values), std::end(values), hidden.data());
    const std::vector<TokenRow> rows{{0, 0, 0}, {0, 1, 1}, {0, 70, 2}};
    tokens->rows[0].resize(71);
    tokens->rows[0][70].text = "the";
    const std::vector<std::int64_t> lines{5};
    const std::string name = "a.txt";
    scan.add(hidden, rows, {*tokens, name, lines});
    return scan;
}

} // namespace

// A model of ordinary width: all its units together take more memory than a JSON text of that length may.
void TestScanFile::manyUnitsComeBack() {
    CorpusScan scan = small_scan();
    scan.subject.d_ff = 20'000;
    scan.units.resize(20'000, scan.units[1]);
    write_scan(scan, path());
    QVERIFY(read_scan(path()) == scan);
}

void TestScanFile::comesBackBitForBit() {
    CorpusScan scan = small_scan();
    write_scan(scan, path());
    QVERIFY(read_scan(path()) == scan);
    scan.units[1].many_tokens = true;
    scan.units[1].by_token = {};
    write_scan(scan, path());
    QVERIFY(read_scan(path()) == scan);
    CorpusScan empty;
    write_scan(empty, path());
    QVERIFY(read_scan(path()) == empty);
}

void TestScanFile::orderOfFilesDoesNotShow() {
    CorpusScan scan = small_scan();
    const std::string text = scan_text(scan);
    std::ranges::reverse(scan.files);
    QCOMPARE(scan_text(scan), text);
}

void TestScanFile::brokenFilesAreRefused_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("complaint");
    const auto row = [](const char* pointer, const char* value, const char* complaint) {
        QTest::addRow("%s = %s", pointer, value) << pointer << value << complaint;
    };
    row("/format", "\"other\"", "no file that ffnscope scan or merge wrote");
    row("/version", "2", "reads version 1");
    row("/extra", "1", "“extra” that is not known");
    row("/tokens_seen", "-1", "“tokens_seen” that is no whole number");
    row("/tokens_seen", "2.5", "“tokens_seen” that is no whole number");
    row("/tokens_seen", "4", "do not add up to “tokens_seen”");
    row("/subject/d_ff", "3", "fewer units than its d_ff");
    row("/subject/d_ff", "1", "more units than its d_ff");
    row("/subject/block", "7", "“block” that is no text");
    row("/threshold", "0.1", "“threshold” that is no float32");
    row("/files/1/name", "\"a.txt\"", "twice or out of order");
    row("/units/0/active", "9007199254740993", "“active” that is no whole number");
    row("/units/0/active", "1", "do not add up to “active”");
    row("/units/0/sum", "\"0x1\"", "no hexadecimal number");
    row("/units/0/positions", "[1, 1, 1]", "do not add up to “active”");
    row("/units/0/positions/0", "-1", "“positions” that is no whole number");
    row("/units/0/tokens/0", "\"the\"", "no pair of text and number");
    row("/units/0/tokens/0/0", "\"狐狐\"", "tokens that are out of order");
    row("/units/0/tokens/0/1", "0", "token counts that do not add up");
    row("/units/0/top/0/value", "0.5", "top tokens that are out of order");
    row("/units/0/top/0/position", "\"x\"", "“position” that is no whole number");
    row("/units/1", "[]", "unit 1 is no object");
}

void TestScanFile::brokenFilesAreRefused() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, complaint);
    auto json = ordered_json::parse(scan_text(small_scan()));
    json[ordered_json::json_pointer(pointer.toStdString())] = ordered_json::parse(value.toStdString());
    QFile file(QString::fromStdString(path()));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(QByteArray::fromStdString(json.dump()));
    file.close();
    try {
        read_scan(path());
        QFAIL("read");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains(complaint), error.what());
    }
}

static const ffn::test::Case<TestScanFile> kCase;
#include "tst_scan_file.moc"
