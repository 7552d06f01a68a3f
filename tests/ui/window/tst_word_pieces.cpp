#include "engine/tokens/open_tokenizer.h"
#include "tests/test_case.h"
#include "ui/window/word_pieces.h"

#include <QTest>

namespace ffn::ui {

/// Which word lies under the mouse, and which tokens it became.
class TestWordPieces : public QObject {
    Q_OBJECT
  private slots:
    void aPlaceInTheLineIsAWord_data();
    void aPlaceInTheLineIsAWord();
    void aWordIsItsPieces_data();
    void aWordIsItsPieces();
    void everyPieceLeadsToItsWord();
    void specialTokensAreOfNoWord();
};

void TestWordPieces::aPlaceInTheLineIsAWord_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("before"); // what stands before the mouse
    QTest::addColumn<QString>("word");   // empty: none
    QTest::addColumn<int>("text");
    const auto row = [](const char* name, const char* line, const char* before, const char* word, int text) {
        QTest::newRow(name) << QString(line) << QString(before) << QString(word) << text;
    };
    row("within", "the quick fox", "the qu", "quick", 0);
    row("at its beginning", "the quick fox", "the ", "quick", 0);
    row("behind its end", "the quick fox", "the quick", "quick", 0);
    row("at the end of the line", "the quick fox", "the quick fox", "fox", 0);
    row("between words", "the  fox", "the ", "", 0);
    row("bytes of many a character", "żółw 狐狸 x", "żółw 狐", "狐狸", 0);
    row("second text", "one two ⏎ three", "one two ⏎ th", "three", 1);
    row("an empty text counts not", "one ⏎  ⏎ three", "one ⏎  ⏎ th", "three", 1);
    row("blanks in front", "  one", "  o", "one", 0);
    row("the separator", "one ⏎ two", "one ⏎", "", 0);
    row("nothing", "", "", "", 0);
}

void TestWordPieces::aPlaceInTheLineIsAWord() {
    QFETCH(QString, line);
    QFETCH(QString, before);
    QFETCH(QString, word);
    QFETCH(int, text);
    const auto place = wordAt(line, before.size());
    QCOMPARE(place.has_value(), !word.isEmpty());
    if (!place) return;
    QCOMPARE(int(place->text), text);
    // The bytes named are the word in the text that the tokeniser is given.
    const QByteArray bytes = textRows(line)[text].toUtf8();
    QCOMPARE(QString::fromUtf8(bytes.mid(qsizetype(place->begin), qsizetype(place->end - place->begin))),
             word);
}

void TestWordPieces::aWordIsItsPieces_data() {
    QTest::addColumn<QString>("tokenizer");
    QTest::newRow("byte-level BPE") << "gpt2";
    QTest::newRow("WordPiece") << "bert/vocab.txt";
    QTest::newRow("SentencePiece") << "unigram.model";
}

void TestWordPieces::aWordIsItsPieces() {
    QFETCH(QString, tokenizer);
    const std::string text = "unbelievable things happen";
    const auto pieces =
        open_tokenizer((QString(FFNSCOPE_FIXTURES) + "/tokens/subword/" + tokenizer).toStdString());
    const TokenBatch tokens = pieces->encode({"x", text});
    qint64 next = tokens.len(); // row of the second text's first token
    for (const char* word : {"unbelievable", "things", "happen"}) {
        const std::size_t begin = text.find(word);
        const RowRange rows = piecesOf(tokens, {1, begin, begin + std::strlen(word)});
        QVERIFY(rows.count >= 1);
        // One word after another; what lies between is a blank, of the text or the tokeniser's own.
        for (qint64 row = next; row < rows.first; ++row) {
            const Token& between = tokens.rows[1][std::size_t(row - tokens.len())];
            const std::string bytes = text.substr(between.begin, between.end - between.begin);
            QVERIFY(bytes.find_first_not_of(' ') == std::string::npos);
        }
        next = rows.first + rows.count;
    }
    QCOMPARE(next, tokens.len() + tokens.length(1));
}

void TestWordPieces::everyPieceLeadsToItsWord() {
    const std::vector<std::string> texts{"ab cde"};
    const TokenBatch tokens = make_bytes_tokenizer()->encode(texts);
    QCOMPARE(wordOf(texts, tokens, 0, 1), (std::optional<WordPlace>(WordPlace{0, 0, 2})));
    QCOMPARE(wordOf(texts, tokens, 0, 4), (std::optional<WordPlace>(WordPlace{0, 3, 6})));
    QVERIFY(!wordOf(texts, tokens, 0, 2)); // the blank
    QVERIFY(!wordOf(texts, tokens, 0, 6) && !wordOf(texts, tokens, 1, 0) && !wordOf({}, tokens, 0, 0));
}

void TestWordPieces::specialTokensAreOfNoWord() {
    const auto plain = open_tokenizer(std::string(FFNSCOPE_FIXTURES) + "/tokens/subword/bert/vocab.txt");
    const TokenBatch tokens = plain->with_special_tokens(true)->encode({"hello"});
    const RowRange rows = piecesOf(tokens, {0, 0, 5});
    QCOMPARE(rows.first, 1);
    QCOMPARE(rows.count, tokens.length(0) - 2);
    QVERIFY(!wordOf({"hello"}, tokens, 0, 0));
}

static const test::Case<TestWordPieces> kCase;

} // namespace ffn::ui

#include "tst_word_pieces.moc"
