#include "engine/tokens/token_metadata.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/engine/tokens/memory_archive.h"
#include "tests/test_case.h"

using namespace ffn;
using Metadata = std::map<std::string, std::string>;

class TestTokenMetadata : public QObject {
    Q_OBJECT

  private slots:
    void gives_a_batch_back() {
        TokenBatch batch;
        batch.rows = {{{"a \"b\"\n", 5, 0, 0}, {"猫", -1, 0, 0}}, {{"", 0, 0, 0}}};
        const auto back = tokens_from_metadata(test::MemoryArchive(token_metadata(batch), {}));
        QVERIFY(back == batch);
    }

    void broken_utf8_becomes_a_replacement_character() {
        TokenBatch batch;
        batch.rows = {{{"a\xFF", 1, 0, 0}}};
        const auto back = tokens_from_metadata(test::MemoryArchive(token_metadata(batch), {}));
        QCOMPARE(back.value().rows[0][0].text, std::string("a\uFFFD"));
    }

    void other_files_have_none() { QVERIFY(!tokens_from_metadata(test::MemoryArchive({}, {}))); }

    void refuses_entries_that_disagree_data() {
        QTest::addColumn<QString>("tokens");
        QTest::addColumn<QString>("ids");
        QTest::addColumn<QString>("lengths");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const char* tokens, const char* ids, const char* lengths,
                            const char* error) { QTest::newRow(name) << tokens << ids << lengths << error; };
        row("no list", "{}", "[]", "[]", "should be a list of lists");
        row("flat", "[\"a\"]", "[[1]]", "[1]", "should be a list of texts");
        row("rows of ids", "[[\"a\"]]", "[]", "[1]", "ffnscope.ids should be a list with 1 entries");
        row("fewer ids", "[[\"a\",\"b\"]]", "[[1]]", "[2]", "row 0 should be a list of 2 ids");
        row("id below", "[[\"a\"]]", "[[-2]]", "[1]", "not a whole number from -1");
        row("id beyond", "[[\"a\"]]", "[[18446744073709551615]]", "[1]", "not a whole number from -1");
        row("id no number", "[[\"a\"]]", "[[1.5]]", "[1]", "not a whole number from -1");
        row("lengths", "[[\"a\"]]", "[[1]]", "[2]", "disagrees with the tokens in row 0");
        row("huge length", "[[\"a\"]]", "[[1]]", "[9223372036854775807]", "disagrees with the tokens");
        row("negative length", "[[\"a\"]]", "[[1]]", "[-1]", "not a whole number from 0");
    }
    void refuses_entries_that_disagree() {
        QFETCH(QString, tokens);
        QFETCH(QString, ids);
        QFETCH(QString, lengths);
        QFETCH(QString, error);
        const test::MemoryArchive archive({{"ffnscope.tokens", tokens.toStdString()},
                                           {"ffnscope.ids", ids.toStdString()},
                                           {"ffnscope.lengths", lengths.toStdString()}},
                                          {});
        VERIFY_ERROR(test::error_of([&] { tokens_from_metadata(archive); }), error);
    }

    void refuses_a_missing_entry() {
        const test::MemoryArchive archive({{"ffnscope.tokens", "[[\"a\"]]"}}, {});
        VERIFY_ERROR(test::error_of([&] { tokens_from_metadata(archive); }), "ffnscope.lengths is missing");
    }

    void what_could_not_be_read_back_is_not_written() {
        TokenBatch batch{{std::vector<Token>(900'000, Token{"a", 1, 0, 0})}};
        VERIFY_ERROR(test::error_of([&] { token_metadata(batch); }), "900000 tokens in 1 rows: so many");
        batch.rows =
            std::vector<std::vector<Token>>(400'000, {Token{"a", 1, 0, 0}}); // a list each takes more
        VERIFY_ERROR(test::error_of([&] { token_metadata(batch); }), "400000 tokens in 400000 rows: so many");
        batch.rows = {{Token{std::string(9 << 20, 'a'), 1, 0, 0}}};
        VERIFY_ERROR(test::error_of([&] { token_metadata(batch); }), "1 tokens in 1 rows: so many");
        batch.rows = {std::vector<Token>(500'000, Token{"a", 1, 0, 0})};
        const auto back = tokens_from_metadata(test::MemoryArchive(token_metadata(batch), {}));
        QCOMPARE(back.value().tokens(), std::int64_t(500'000));
    }
};

static const ffn::test::Case<TestTokenMetadata> kCase;
#include "tst_token_metadata.moc"
