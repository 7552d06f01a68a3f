#include "engine/tokens/code_points.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

using namespace ffn;

class TestCodePoints : public QObject {
    Q_OBJECT

  private slots:
    void reads_one_character_and_its_bytes_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("value");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, QByteArray bytes, int value, int size, CharKind kind) {
            QTest::newRow(name) << bytes << value << size << int(kind);
        };
        row("letter", "a", 'a', 1, CharKind::Letter);
        row("underscore", "_", '_', 1, CharKind::Digit);
        row("two bytes", "\xC3\xA9x", 0xE9, 2, CharKind::Letter);
        row("mark", "\xCC\x81", 0x301, 2, CharKind::Mark);
        row("ideograph", "\xE4\xB8\xAD", 0x4E2D, 3, CharKind::Ideograph);
        row("emoji", "\xF0\x9F\x91\x8D", 0x1F44D, 4, CharKind::Other);
        row("cut short", "\xE4\xB8", -1, 1, CharKind::Broken);
        row("overlong", "\xC0\x80", -1, 1, CharKind::Broken);
        row("surrogate", "\xED\xA0\x80", -1, 1, CharKind::Broken);
        row("beyond Unicode", "\xF4\x90\x80\x80", -1, 1, CharKind::Broken);
    }
    void reads_one_character_and_its_bytes() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, value);
        QFETCH(int, size);
        QFETCH(int, kind);
        const std::string text = "é" + bytes.toStdString();
        const CodePoint c = code_point_at(text, 2);
        QCOMPARE(c.value, value);
        QCOMPARE(int(c.kind), kind);
        QCOMPARE(c.begin, std::size_t(2));
        QCOMPARE(c.end, std::size_t(2 + size));
    }

    void lowercase_keeps_broken_bytes() {
        QCOMPARE(lowercase("AB\xFF"
                           "C"),
                 std::string("ab\xFF"
                             "c"));
        QCOMPARE(lowercase(""), std::string());
    }

    void a_byte_label_has_two_digits() {
        QCOMPARE(byte_label(0x0A), std::string("<0x0A>"));
        QCOMPARE(byte_label(0xE4), std::string("<0xE4>"));
    }
};

static const ffn::test::Case<TestCodePoints> kCase;
#include "tst_code_points.moc"
