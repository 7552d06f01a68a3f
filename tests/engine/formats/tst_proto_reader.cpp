#include "engine/formats/proto_reader.h"

#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;
using namespace std::string_literals;

namespace {

/// "number:value" or "number:'text'" of all fields.
QString fields(const std::string& message) {
    const std::filesystem::path file = "m.onnx";
    ProtoReader reader({reinterpret_cast<const std::uint8_t*>(message.data()), message.size()}, file, 1000);
    QStringList found;
    for (ProtoField field; reader.next(field);)
        found << QString::number(field.number) + ":" +
                     (field.has_bytes ? "'" + QString::fromStdString(std::string(field.text())) + "'@" +
                                            QString::number(field.at)
                                      : QString::number(field.value));
    return found.join(" ");
}

} // namespace

class TestProtoReader : public QObject {
    Q_OBJECT

  private slots:
    void readsEveryKindOfField_data() {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const std::string& message, const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(message) << QString(expected);
        };
        row("nothing", "", "");
        row("a small number", "\x08\x07", "1:7");
        row("the specification's 150", "\x08\x96\x01", "1:150");
        row("the largest number", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "1:18446744073709551615");
        row("a text", "\x12\x07testing", "2:'testing'@1002");
        row("an empty text", "\x12\0"s, "2:''@1002");
        row("64 bits", "\x09\1\0\0\0\0\0\0\1"s, "1:72057594037927937");
        row("32 bits", "\x0d\1\0\0\1"s, "1:16777217");
        row("a field number of two bytes", "\x80\x01\x05", "16:5");
        row("several", "\x08\x01\x12\x01z\x08\x02", "1:1 2:'z'@1004 1:2");
    }
    void readsEveryKindOfField() {
        QFETCH(QByteArray, message);
        QTEST(fields(message.toStdString()), "expected");
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const std::string& message, const char* error) {
            QTest::newRow(name) << QByteArray::fromStdString(message) << QString(error);
        };
        row("a cut number", "\x08\x96", "m.onnx, byte 1002: ends in the middle of a number");
        row("a number of 11 bytes", "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "more than 64 bits");
        row("a text past the end",
            "\x12\x05"
            "abc",
            "a field that goes on past its end");
        row("a text of 2^64 bytes", "\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
            "a field that goes on past its end");
        row("a cut text length", "\x12\x80", "in the middle of a number");
        row("7 bytes for 64 bits",
            "\x09"
            "1234567",
            "in the middle of a number");
        row("3 bytes for 32 bits",
            "\x0d"
            "123",
            "in the middle of a number");
        row("field number 0", "\x00\x01"s, "a field with a number that is none");
        row("a group", "\x0b\x0c", "a field of an unknown kind");
        row("kind 7", "\x0f", "a field of an unknown kind");
    }
    void refuses() {
        QFETCH(QByteArray, message);
        QFETCH(QString, error);
        const auto said = QString::fromStdString(test::error_of([&] { fields(message.toStdString()); }));
        QVERIFY2(said.startsWith("m.onnx, byte 10") && said.contains(error), qPrintable(said));
    }
};

static const ffn::test::Case<TestProtoReader> kCase;
#include "tst_proto_reader.moc"
