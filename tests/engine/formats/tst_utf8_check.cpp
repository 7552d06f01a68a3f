#include "engine/formats/utf8_check.h"
#include "tests/test_case.h"

#include <QStringDecoder>
#include <QTest>

using namespace ffn;

class TestUtf8Check : public QObject {
    Q_OBJECT

  private slots:
    // Every sequence of one, two and three bytes from the edges of the table, against Qt's decoder.
    void agreesWithAnotherDecoder() {
        const unsigned char edges[]{0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                    0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
                                    0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
        int valid = 0;
        for (const auto a : edges)
            for (const auto b : edges)
                for (const auto c : edges)
                    for (const auto d : edges) {
                        const char text[]{char(a), char(b), char(c), char(d)};
                        QStringDecoder decoder(QStringDecoder::Utf8,
                                               QStringDecoder::Flag::Stateless |
                                                   QStringDecoder::Flag::ConvertInitialBom);
                        const QString decoded = decoder.decode(QByteArrayView(text, 4));
                        const bool good = !decoder.hasError() && decoded.toUtf8() == QByteArrayView(text, 4);
                        QCOMPARE(!first_invalid_utf8({text, 4}).has_value(), good);
                        valid += good;
                    }
        QVERIFY(valid > 100);
    }

    void saysWhere() {
        QCOMPARE(first_invalid_utf8("aé\xFFz").value_or(99), 3U);
        QCOMPARE(first_invalid_utf8("ab\xE2\x82").value_or(99), 2U);
    }
};

static const ffn::test::Case<TestUtf8Check> kCase;
#include "tst_utf8_check.moc"
