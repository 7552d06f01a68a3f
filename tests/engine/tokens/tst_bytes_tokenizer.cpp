#include "engine/tokens/tokenizer.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

using namespace ffn;

class TestBytesTokenizer : public QObject {
    Q_OBJECT

  private slots:
    void every_byte_is_a_token_with_its_own_id() {
        std::string all;
        for (int byte = 0; byte < 256; ++byte)
            all += char(byte);
        const auto tokenizer = make_bytes_tokenizer();
        const auto row = tokenizer->encode({all}).rows.at(0);
        QCOMPARE(row.size(), std::size_t(256));
        for (std::size_t i = 0; i < row.size(); ++i) {
            QCOMPARE(row[i].id, std::int64_t(i));
            QCOMPARE(row[i].begin, i);
            QCOMPARE(row[i].end, i + 1);
            const auto hex = QStringLiteral("<0x%1>").arg(QString::number(i, 16).toUpper(), 2, QChar('0'));
            const bool printable = i >= 32 && i < 127;
            QCOMPARE(QString::fromStdString(row[i].text), printable ? QString(QChar(char16_t(i))) : hex);
            QCOMPARE(tokenizer->piece(std::int64_t(i)).value(), row[i].text);
        }
        QCOMPARE(tokenizer->vocabulary_size().value(), 256);
        QVERIFY(!tokenizer->piece(256) && !tokenizer->piece(-1));
    }

    void refuses_an_empty_text() {
        const auto error = test::error_of([] { make_bytes_tokenizer()->encode({"a", ""}); });
        VERIFY_ERROR(error, "text 2 is empty");
    }
};

static const ffn::test::Case<TestBytesTokenizer> kCase;
#include "tst_bytes_tokenizer.moc"
