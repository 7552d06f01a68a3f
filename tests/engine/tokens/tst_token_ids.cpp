#include "engine/tokens/token_ids.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

using namespace ffn;

class TestTokenIds : public QObject {
    Q_OBJECT

  private slots:
    void reads_rows_of_ids() {
        const auto batch = token_batch_from_ids({"5,1,9", " 0 , 9223372036854775807"});
        const std::vector<std::vector<Token>> wanted{
            {{"#5", 5, 0, 1}, {"#1", 1, 2, 3}, {"#9", 9, 4, 5}},
            {{"#0", 0, 1, 2}, {"#9223372036854775807", 9223372036854775807, 5, 24}}};
        QVERIFY(batch.rows == wanted);
    }

    void takes_names_from_the_tokenizer() {
        const auto tokenizer = make_words_tokenizer(Vocabulary{{"a", "b"}, false, ""});
        const auto row = token_batch_from_ids({"1,0"}, tokenizer.get()).rows[0];
        QCOMPARE(row[0].text, std::string("b"));
        QCOMPARE(row[1].text, std::string("a"));
        const auto free_words = make_words_tokenizer();
        QCOMPARE(token_batch_from_ids({"7"}, free_words.get()).rows[0][0].text, std::string("#7"));
    }

    void names_what_is_wrong_and_where_data() {
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("error");
        QTest::newRow("empty") << ""
                               << "row 2 has no ids";
        QTest::newRow("blank") << "  "
                               << "row 2 has no ids";
        QTest::newRow("gap") << "1,,2"
                             << "id 2 of row 2 is missing";
        QTest::newRow("comma at the end") << "1,"
                                          << "id 2 of row 2 is missing";
        QTest::newRow("negative") << "1,-4"
                                  << "id 2 of row 2 “-4” is negative";
        QTest::newRow("word") << "fox"
                              << "id 1 of row 2 “fox” is not a whole number";
        QTest::newRow("fraction") << "1.5"
                                  << "“1.5” is not a whole number";
        QTest::newRow("two numbers") << "1 2"
                                     << "“1 2” is not a whole number";
        QTest::newRow("beyond 64 bits") << "9223372036854775808"
                                        << "is too large";
        QTest::newRow("far below") << "-99999999999999999999"
                                   << "is negative";
        QTest::newRow("beyond the vocabulary")
            << "256"
            << "id 1 of row 2 “256” is too large: the vocabulary has ids 0 to 255";
    }
    void names_what_is_wrong_and_where() {
        QFETCH(QString, row);
        QFETCH(QString, error);
        const auto tokenizer = make_bytes_tokenizer();
        const auto said = test::error_of([&] {
            token_batch_from_ids({"1", row.toStdString()}, tokenizer.get());
        });
        VERIFY_ERROR(said, error);
    }
};

static const ffn::test::Case<TestTokenIds> kCase;
#include "tst_token_ids.moc"
