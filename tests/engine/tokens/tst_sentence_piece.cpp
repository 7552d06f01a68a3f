#include "engine/tokens/sentence_piece.h"

#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

using namespace ffn;
using ffn::test::error_of;

/// Broken models; what good ones make of texts is in tst_subword_vectors.
class TestSentencePiece : public QObject {
    Q_OBJECT
  private slots:
    void broken_files_are_named_data();
    void broken_files_are_named();
    void every_cut_and_every_changed_byte_is_survived_data();
    void every_cut_and_every_changed_byte_is_survived();
    void unused_pieces_fall_back_to_their_halves();
    void a_map_that_leads_in_a_ring_has_an_end();
};

namespace {

QByteArray field(int number, const QByteArray& value) {
    QByteArray bytes(1, char(number << 3 | 2));
    for (auto size = unsigned(value.size());; size >>= 7) {
        bytes.append(char(size > 127 ? size | 0x80 : size));
        if (size <= 127) break;
    }
    return bytes + value;
}

QByteArray number(int which, int value) {
    if (which < 16) return QByteArray(1, char(which << 3)) + char(value);
    return QByteArray(1, char((which << 3 & 0x7F) | 0x80)) + char(which >> 4) + char(value);
}

QByteArray piece(const QByteArray& text, float score = 0, int type = 1) {
    QByteArray real(reinterpret_cast<const char*>(&score), 4);
    return field(1, field(1, text) + char(2 << 3 | 5) + real + number(3, type));
}

std::unique_ptr<Tokenizer> read(const QByteArray& bytes) {
    const ByteSpan span{reinterpret_cast<const std::uint8_t*>(bytes.data()), std::size_t(bytes.size())};
    return make_file_tokenizer(
        std::shared_ptr<const TokenizerParts>(read_sentence_piece(span, "broken.model")));
}

const QByteArray kUnknown = piece("<unk>", 0, 2);

} // namespace

void TestSentencePiece::broken_files_are_named_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const QByteArray& bytes, const char* part) {
        QTest::newRow(name) << bytes << part;
    };
    row("nothing", "", "without pieces");
    row("no unknown piece", piece("a"), "unknown");
    row("two unknown pieces", kUnknown + piece("b", 0, 2), "two pieces");
    row("a piece twice", kUnknown + piece("a") + piece("a"), "“a” is defined twice");
    row("a piece without text", kUnknown + piece(""), "no text");
    row("a long piece", kUnknown + piece(QByteArray(600, 'a')), "512 bytes");
    row("a piece that is not UTF-8", kUnknown + piece("\xFF"), "UTF-8");
    row("a score that is no number", kUnknown + piece("a", NAN), "score");
    row("a type that is none", kUnknown + piece("a", 0, 9), "type 9");
    row("words", kUnknown + field(2, number(3, 3)), "type word");
    row("a model that is none", kUnknown + field(2, number(3, 7)), "type 7");
    row("bytes missing", kUnknown + field(2, number(35, 1)), "<0x00>");
    row("a map too short", kUnknown + field(3, field(2, "ab")), "map of characters");
    row("a map too long",
        kUnknown + field(3, field(2, "\xFF\xFF\xFF\x7F"
                                     "abcd")),
        "map of characters");
    row("a map of more than 16 MB", kUnknown + field(3, field(2, QByteArray((16 << 20) + 1, 'x'))),
        "map of characters has 16777217 bytes");
    row("past the end",
        kUnknown + QByteArray("\x0A\x7F"
                              "a"),
        "past the end");
    row("an endless number", kUnknown + QByteArray(11, '\xFF'), "64 bits");
    row("a number cut short", kUnknown + QByteArray("\xFF"), "cut short");
    row("a text where a message should be", kUnknown + number(1, 5), "should be a message");
}

void TestSentencePiece::broken_files_are_named() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    const QString error = error_of([&] { read(bytes); });
    VERIFY_ERROR(error, part);
    VERIFY_ERROR(error, "broken.model");
}

void TestSentencePiece::every_cut_and_every_changed_byte_is_survived_data() {
    QTest::addColumn<QString>("file");
    for (const char* file : {"unigram.model", "bpe_user.model"})
        QTest::newRow(file) << file;
}

/// Nothing but an Error comes of it, whatever the bytes say.
void TestSentencePiece::every_cut_and_every_changed_byte_is_survived() {
    QFETCH(QString, file);
    QFile model(QString::fromStdString(ffn::test::fixture("subword/" + file.toStdString())));
    QVERIFY(model.open(QIODevice::ReadOnly));
    const QByteArray good = model.readAll();
    const std::string text = "The ｆox №5 ½ e\u0301 of the sea…";
    int read_anyway = 0;
    const auto attempt = [&](const QByteArray& bytes) {
        error_of([&] {
            read(bytes)->encode({text});
            ++read_anyway;
        });
    };
    for (qsizetype size = 0; size < good.size(); size += 7)
        attempt(good.left(size));
    for (qsizetype at = 0; at < good.size(); at += 3) {
        QByteArray changed = good;
        changed[at] = char(changed[at] ^ (1 << at % 8));
        attempt(changed);
    }
    QVERIFY(read_anyway > 100); // many changes only change scores
}

void TestSentencePiece::unused_pieces_fall_back_to_their_halves() {
    const QByteArray model = kUnknown + piece("a", -1) + piece("b", -2) + piece("c", -3) +
                             piece("ab", -1, 5) + piece("abc", -4) + piece("▁", -9) + field(2, number(3, 2)) +
                             field(3, number(3, 0));
    QStringList pieces;
    const TokenBatch batch = read(model)->encode({"abcab"});
    for (const Token& token : batch.rows[0])
        pieces.append(QString::fromStdString(token.text));
    QCOMPARE(pieces.join('|'), QString("abc|a|b"));
}

/// The trie's `a` leads back to itself. Followed to the end of the text from each of its places, a megabyte
/// would take hours.
void TestSentencePiece::a_map_that_leads_in_a_ring_has_an_end() {
    QByteArray map(4 + 4 * 128, '\0');
    const auto unit = [&map](int at, unsigned value) {
        for (int i = 0; i < 4; ++i)
            map[4 + 4 * at + i] = char(value >> 8 * i);
    };
    map[1] = 2; // 512 bytes of trie
    unit(0, 1 << 10);
    unit(1 ^ 'a', unsigned('a') << 10 | 'a'); // from place 1 ^ 'a' by 'a' to place 1, where it began
    unit(1 ^ 'b', 'b' | 1 << 8 | unsigned('b' ^ 3) << 10);
    const auto tokenizer = read(kUnknown + piece("a", -1) + field(3, field(2, map + "x") + number(3, 0)));
    QCOMPARE(tokenizer->encode({std::string(1'000'000, 'a')}).rows[0].size(), std::size_t(1'000'000));
}

static const ffn::test::Case<TestSentencePiece> kCase;
#include "tst_sentence_piece.moc"
