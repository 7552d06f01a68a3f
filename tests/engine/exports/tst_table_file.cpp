#include "engine/exports/table_file.h"

#include "engine/core/error.h"
#include "tests/test_case.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

using namespace ffn;

class TestTableFile : public QObject {
    Q_OBJECT
  private slots:
    void csvByHand();
    void jsonByHand();
    void filesAreWholeOrAbsent();
};

namespace {

Table strange() {
    Table table{"strange", {"text", "count", "number"}, {}};
    table.rows.push_back({std::string("a,\"b\"\n"), std::int64_t(-3), 0.1f});
    table.rows.push_back({std::string("\xFF"), TableCell(), std::nan("")});
    table.rows.push_back({std::string(), std::int64_t(0), -std::numeric_limits<double>::infinity()});
    table.rows.push_back({std::string("狐"), std::int64_t(1), 0.1});
    return table;
}

} // namespace

void TestTableFile::csvByHand() {
    QCOMPARE(table_csv(strange()), std::string("text,count,number\n"
                                               "\"a,\"\"b\"\"\n\",-3,0.1\n"
                                               "\uFFFD,,nan\n"
                                               ",0,-inf\n"
                                               "狐,1,0.1\n"));
}

void TestTableFile::jsonByHand() {
    const auto json = nlohmann::json::parse(table_json(strange()));
    QCOMPARE(json["table"].get<std::string>(), std::string("strange"));
    QCOMPARE(json["rows"].size(), std::size_t(4));
    QCOMPARE(json["rows"][0]["number"].get<double>(), 0.1);
    QVERIFY(json["rows"][1]["count"].is_null());
    QVERIFY(json["rows"][1]["number"].is_null());
    QVERIFY(json["rows"][2]["number"].is_null());
    QCOMPARE(json["rows"][1]["text"].get<std::string>(), std::string("\uFFFD"));
}

void TestTableFile::filesAreWholeOrAbsent() {
    QTemporaryDir folder;
    const std::string csv = folder.filePath("t.csv").toStdString(),
                      json = folder.filePath("t.json").toStdString();
    write_table_csv(strange(), csv);
    write_table_json(strange(), json);
    QFile file(QString::fromStdString(csv));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().toStdString(), table_csv(strange()));
    QVERIFY_EXCEPTION_THROWN(write_table_csv(strange(), folder.filePath("none/t.csv").toStdString()), Error);
}

static const ffn::test::Case<TestTableFile> kCase;
#include "tst_table_file.moc"
