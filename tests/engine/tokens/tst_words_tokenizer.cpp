#include "engine/tokens/tokenizer.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

using namespace ffn;
using ffn::test::error_of;

class TestWordsTokenizer : public QObject {
    Q_OBJECT

  private slots:
    void agrees_with_the_written_rules_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QJsonArray>("tokens");
        QTest::addColumn<QJsonArray>("lower");
        const auto cases = test::fixture_json("words.json").array();
        QVERIFY(cases.size() > 25);
        for (const auto& value : cases) {
            const auto row = value.toObject();
            QTest::addRow("%s", row["hex"].toString().left(40).toUtf8().constData())
                << QByteArray::fromHex(row["hex"].toString().toLatin1()) << row["tokens"].toArray()
                << row["lower"].toArray();
        }
    }
    void agrees_with_the_written_rules() {
        QFETCH(QByteArray, text);
        QFETCH(QJsonArray, tokens);
        const auto batch = make_words_tokenizer()->encode({text.toStdString()});
        QCOMPARE(batch.length(0), tokens.size());
        for (qsizetype i = 0; i < tokens.size(); ++i) {
            const auto wanted = tokens[i].toArray();
            const Token& token = batch.rows[0][std::size_t(i)];
            QCOMPARE(token.text, wanted[0].toString().toStdString());
            QCOMPARE(qint64(token.begin), wanted[1].toInteger());
            QCOMPARE(qint64(token.end), wanted[2].toInteger());
        }
    }

    void lowercases_for_a_vocabulary_data() { agrees_with_the_written_rules_data(); }
    void lowercases_for_a_vocabulary() {
        QFETCH(QByteArray, text);
        QFETCH(QJsonArray, lower);
        Vocabulary vocabulary{{}, true, ""};
        for (const auto& word : lower)
            if (const auto piece = word.toString().toStdString();
                std::ranges::find(vocabulary.words, piece) == vocabulary.words.end())
                vocabulary.words.push_back(piece);
        const auto batch = make_words_tokenizer(vocabulary)->encode({text.toStdString()});
        QCOMPARE(batch.length(0), lower.size());
        for (qsizetype i = 0; i < lower.size(); ++i)
            QCOMPARE(batch.rows[0][std::size_t(i)].text, lower[i].toString().toStdString());
    }

    void without_a_vocabulary_numbers_by_first_appearance_over_the_batch() {
        const auto tokenizer = make_words_tokenizer();
        const auto batch = tokenizer->encode({"b a b", "A a c"});
        std::vector<std::int64_t> ids;
        for (const auto& row : batch.rows)
            for (const auto& token : row)
                ids.push_back(token.id);
        QCOMPARE(ids, (std::vector<std::int64_t>{0, 1, 0, 2, 1, 3}));
        QVERIFY(!tokenizer->vocabulary_size());
        QVERIFY(!tokenizer->piece(0));
        QCOMPARE(tokenizer->name(), std::string("words"));
    }

    void with_a_vocabulary_ids_and_texts_are_its() {
        const auto tokenizer = make_words_tokenizer(Vocabulary{{"<unk>", "the", "fox"}, true, "<unk>"});
        const auto row = tokenizer->encode({"The zebra, FOX"}).rows[0];
        const std::vector<Token> wanted{
            {"the", 1, 0, 3}, {"<unk>", 0, 4, 9}, {"<unk>", 0, 9, 10}, {"fox", 2, 11, 14}};
        QVERIFY(row == wanted);
        QCOMPARE(tokenizer->vocabulary_size().value(), 3);
        QCOMPARE(tokenizer->piece(2).value(), std::string("fox"));
        QVERIFY(!tokenizer->piece(3) && !tokenizer->piece(-1));
    }

    void a_vocabulary_without_lowercase_keeps_the_case() {
        const auto tokenizer = make_words_tokenizer(Vocabulary{{"?", "The"}, false, "?"});
        QCOMPARE(tokenizer->encode({"The the"}).rows[0][0].id, 1);
        QCOMPARE(tokenizer->encode({"The the"}).rows[0][1].id, 0);
    }

    void refuses_texts_without_words_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << "";
        QTest::newRow("blanks") << " \t\n ";
        QTest::newRow("wide blanks") << QStringLiteral("\u3000\u00a0\u2028");
    }
    void refuses_texts_without_words() {
        QFETCH(QString, text);
        const auto tokenizer = make_words_tokenizer();
        VERIFY_ERROR(error_of([&] {
                         tokenizer->encode({"fine", text.toStdString()});
                     }),
                     "text 2 has no words");
    }

    void refuses_an_unknown_word_where_none_stands_for_it() {
        const auto tokenizer = make_words_tokenizer(Vocabulary{{"a"}, false, ""});
        VERIFY_ERROR(error_of([&] {
                         tokenizer->encode({"a", "a b"});
                     }),
                     "“b” in text 2 is not in the vocabulary");
    }

    void refuses_a_vocabulary_that_does_not_work() {
        VERIFY_ERROR(error_of([] { make_words_tokenizer(Vocabulary{}); }), "no words");
        VERIFY_ERROR(error_of([] {
                         make_words_tokenizer(Vocabulary{{"a", "b", "a"}, false, ""});
                     }),
                     "“a” twice, as 0 and 2");
        VERIFY_ERROR(error_of([] {
                         make_words_tokenizer(Vocabulary{{"a"}, false, "<unk>"});
                     }),
                     "lacks “<unk>”");
    }
};

static const ffn::test::Case<TestWordsTokenizer> kCase;
#include "tst_words_tokenizer.moc"
