#include "engine/tokens/open_tokenizer.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

#include <QFile>
#include <QStringList>

using namespace ffn;
using ffn::test::fixture;

/// Every kind of tokeniser on a few hundred texts in many scripts, with emoji and broken UTF-8: piece, id and
/// place of every token are those of an independent computation (fixtures/make_tokens_subword.py).
class TestSubwordVectors : public QObject {
    Q_OBJECT
  private slots:
    void every_token_is_the_reference_s_data();
    void every_token_is_the_reference_s();
    void there_are_many_texts();
};

namespace {

std::vector<std::string> texts() {
    std::vector<std::string> all;
    for (const auto& hex : test::fixture_json("subword/texts.json").array())
        all.push_back(QByteArray::fromHex(hex.toString().toLatin1()).toStdString());
    return all;
}

QStringList rows_of(const std::string& name) {
    QFile file(QString::fromStdString(fixture("subword/" + name + ".rows")));
    if (!file.open(QIODevice::ReadOnly)) qFatal("the rows of %s are missing", name.c_str());
    QStringList rows = QString::fromUtf8(file.readAll()).split('\n');
    rows.removeLast();
    return rows;
}

/// As the script writes a row; a token whose text is not its id's piece says so.
QString row_text(const Tokenizer& tokenizer, const std::vector<Token>& row) {
    QStringList words;
    std::size_t at = 0;
    for (const Token& token : row) {
        QString word = QString::number(token.id);
        if (token.begin != at) word += '@' + QString::number(token.begin);
        if (token.end != token.begin + 1) word += ':' + QString::number(token.end - token.begin);
        if (tokenizer.piece(token.id) != token.text)
            word += '=' + QByteArray::fromStdString(token.text).toHex();
        words.append(word);
        at = token.end;
    }
    return words.join(' ');
}

QString encoded(const Tokenizer& tokenizer, const std::string& text) {
    try {
        return row_text(tokenizer, tokenizer.encode({text}).rows[0]);
    } catch (const Error&) {
        return {}; // no tokens at all
    }
}

} // namespace

void TestSubwordVectors::every_token_is_the_reference_s_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("gpt2") << "gpt2";
    QTest::newRow("roberta") << "roberta.json";
    QTest::newRow("llama3") << "llama3.json";
    QTest::newRow("bert") << "bert";
    QTest::newRow("bert_cased") << "bert_cased.json";
    QTest::newRow("unigram") << "unigram.model";
    QTest::newRow("bpe") << "bpe.model";
    QTest::newRow("bpe_user") << "bpe_user.model";
    QTest::newRow("unigram_suffix") << "unigram_suffix.model";
    QTest::newRow("char") << "char.model";
    QTest::newRow("llama2") << "llama2.json";
    QTest::newRow("unigram_json") << "unigram.json";
}

void TestSubwordVectors::every_token_is_the_reference_s() {
    QFETCH(QString, file);
    const auto tokenizer = open_tokenizer(fixture("subword/" + file.toStdString()));
    const std::vector<std::string> all = texts();
    const QStringList rows = rows_of(QTest::currentDataTag());
    QCOMPARE(rows.size(), qsizetype(all.size()));
    for (std::size_t i = 0; i < all.size(); ++i) {
        const QString ours = encoded(*tokenizer, all[i]);
        QVERIFY2(ours == rows[qsizetype(i)],
                 qPrintable(QString("text %1, “%2”:\n%3\nthe reference has\n%4")
                                .arg(i)
                                .arg(QString::fromStdString(all[i]), ours, rows[qsizetype(i)])));
    }
}

void TestSubwordVectors::there_are_many_texts() {
    const std::vector<std::string> all = texts();
    QVERIFY(all.size() >= 200);
    // Broken and whole ones, so that both are covered.
    const auto broken = std::ranges::count_if(
        all, [](const std::string& text) { return !QByteArray::fromStdString(text).isValidUtf8(); });
    QVERIFY2(broken >= 30 && broken < std::ptrdiff_t(all.size()) / 2, qPrintable(QString::number(broken)));
}

static const ffn::test::Case<TestSubwordVectors> kCase;
#include "tst_subword_vectors.moc"
