#include "engine/tokens/utf8_text.h"

#include "engine/tokens/aligned_text.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

using namespace ffn;

class TestUtf8Text : public QObject {
    Q_OBJECT
  private slots:
    void every_character_goes_there_and_back();
    void broken_bytes_are_taken_by_maximal_subparts_data();
    void broken_bytes_are_taken_by_maximal_subparts();
};

void TestUtf8Text::every_character_goes_there_and_back() {
    for (std::int32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string text;
        append_utf8(text, c);
        const auto point = char32_t(c);
        QString expected; // fromUcs4 would take U+FEFF for a mark of the byte order
        expected += QChar::fromUcs4(point);
        QVERIFY(text == expected.toStdString());
        const Utf8Char back = utf8_at(text, 0);
        QVERIFY(back.value == c && back.length == text.size() && !back.broken);
        QVERIFY(utf8_before("x" + text, text.size() + 1) == 1);
    }
}

// Expected: Python's bytes.decode("utf-8", "replace").
void TestUtf8Text::broken_bytes_are_taken_by_maximal_subparts_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("replacements");
    QTest::newRow("lone continuation bytes") << QByteArray("\x80\xBF") << 2;
    QTest::newRow("overlong two") << QByteArray("\xC0\xAF") << 2;
    QTest::newRow("overlong three") << QByteArray("\xE0\x80\x80") << 3;
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << 3;
    QTest::newRow("beyond Unicode") << QByteArray("\xF4\x90\x80\x80") << 4;
    QTest::newRow("cut short") << QByteArray("\xF0\x9F\x98") << 1;
    QTest::newRow("cut short by a letter") << QByteArray("\xE2\x82\x41\xE2\x41") << 2;
    QTest::newRow("cut short by a lead") << QByteArray("\xF1\x80\xF1\x80\x80") << 2;
    QTest::newRow("no byte of UTF-8") << QByteArray("\xFE\xFF") << 2;
}

void TestUtf8Text::broken_bytes_are_taken_by_maximal_subparts() {
    QFETCH(QByteArray, bytes);
    const AlignedText text = align_valid(bytes.toStdString());
    const QString decoded = QString::fromStdString(text.text);
    QVERIFY(decoded.toUtf8() == QByteArray::fromStdString(text.text));
    QTEST(int(decoded.count(QChar(kReplacement))), "replacements");
    // Side by side they stand for all bytes.
    std::uint32_t end = 0;
    for (const TextRange& range : text.origin) {
        QVERIFY(range.begin == end || range == text.origin[&range - text.origin.data() - 1]);
        end = range.end;
    }
    QCOMPARE(end, std::uint32_t(bytes.size()));
}

static const ffn::test::Case<TestUtf8Text> kCase;
#include "tst_utf8_text.moc"
