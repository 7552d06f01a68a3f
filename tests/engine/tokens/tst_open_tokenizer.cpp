#include "engine/tokens/open_tokenizer.h"

#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

#include <QDir>
#include <QTemporaryDir>

using namespace ffn;
using ffn::test::error_of;
using ffn::test::fixture;

class TestOpenTokenizer : public QObject {
    Q_OBJECT
  private slots:
    void the_kind_is_told_by_content_data();
    void the_kind_is_told_by_content();
    void pieces_have_the_files_ids();
    void special_tokens_come_on_request_data();
    void special_tokens_come_on_request();
    void settings_beside_a_vocabulary_count();
    void added_tokens_are_cut_out_first();
    void splits_behave_as_named_data();
    void splits_behave_as_named();
    void what_is_not_supported_is_named_data();
    void what_is_not_supported_is_named();
    void a_broken_model_is_called_one_data();
    void a_broken_model_is_called_one();
    void long_words_are_no_burden_data();
    void long_words_are_no_burden();
    void a_text_without_tokens_is_an_error();
    void more_merges_than_any_tokeniser_has_are_an_error();
    void many_slow_words_are_as_bad_as_one();
    void parts_of_a_text_cannot_be_blown_up_one_by_one();

  private:
    QString write(const QString& name, const QByteArray& bytes);
    QTemporaryDir m_dir;
};

namespace {

QString pieces(const Tokenizer& tokenizer, const QString& text) {
    QStringList all;
    const TokenBatch batch = tokenizer.encode({text.toStdString()});
    for (const Token& token : batch.rows[0])
        all.append(QString::fromStdString(token.text));
    return all.join('|');
}

/// A tokenizer.json whose words stay whole where they are pieces: it shows how a text is cut.
QByteArray cutting(const QByteArray& normalizer, const QByteArray& pre_tokenizer) {
    return R"({"normalizer":)" + normalizer + R"(,"pre_tokenizer":)" + pre_tokenizer +
           R"(,"model":{"type":"Unigram","unk_id":0,"vocab":[["?",0]]}})";
}

QByteArray bpe(const QByteArray& fields) {
    return R"({"model":{"type":"BPE",)" + fields + "}}";
}

} // namespace

QString TestOpenTokenizer::write(const QString& name, const QByteArray& bytes) {
    const QString path = m_dir.filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write %s", qPrintable(path));
    file.write(bytes);
    return path;
}

void TestOpenTokenizer::the_kind_is_told_by_content_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("expected");
    const auto copy = [&](const QString& from, const QString& to) {
        QDir().mkpath(QFileInfo(m_dir.filePath(to)).path());
        QFile::copy(QString::fromStdString(fixture("subword/" + from.toStdString())), m_dir.filePath(to));
        return m_dir.filePath(to);
    };
    QTest::newRow("tokenizer.json by another name") << copy("llama3.json", "a.txt") << "Ġthe|Ġsea";
    QTest::newRow("SentencePiece by another name") << copy("unigram.model", "b.json") << "▁the|▁sea";
    QTest::newRow("WordPiece by another name") << copy("bert/vocab.txt", "c.model") << "the|sea";
    copy("gpt2/vocab.json", "d/vocab.json");
    copy("gpt2/merges.txt", "d/merges.txt");
    QTest::newRow("a pair by its folder") << m_dir.filePath("d") << "Ġthe|Ġsea";
    QTest::newRow("a pair by its vocabulary") << m_dir.filePath("d/vocab.json") << "Ġthe|Ġsea";
    QTest::newRow("a pair by its merges") << m_dir.filePath("d/merges.txt") << "Ġthe|Ġsea";
    copy("bert/vocab.txt", "e/vocab.txt");
    copy("unigram.model", "e/spiece.model");
    QTest::newRow("a folder") << m_dir.filePath("e") << "the|sea";
    copy("roberta.json", "e2/tokenizer.json");
    copy("bert/vocab.txt", "e2/vocab.txt");
    QTest::newRow("a folder with several") << m_dir.filePath("e2") << "Ġthe|Ġsea";
    QTest::newRow("a list of words") << write("f", "the\r\nsea\r\n") << "the|sea";
    QTest::newRow("a list of words that looks like JSON") << write("g", "[x]\nthe\nsea\n") << "the|sea";
}

void TestOpenTokenizer::the_kind_is_told_by_content() {
    QFETCH(QString, file);
    const auto tokenizer = open_tokenizer(file.toStdString());
    QTEST(pieces(*tokenizer, " the sea"), "expected");
}

void TestOpenTokenizer::pieces_have_the_files_ids() {
    const auto tokenizer = open_tokenizer(fixture("subword/gpt2"));
    const QJsonObject vocabulary = test::fixture_json("subword/gpt2/vocab.json").object();
    QVERIFY(vocabulary.size() > 600);
    for (auto entry = vocabulary.begin(); entry != vocabulary.end(); ++entry)
        QVERIFY(tokenizer->piece(entry.value().toInt()) == entry.key().toStdString());
    QCOMPARE(tokenizer->vocabulary_size().value(), std::int64_t(vocabulary.size()));
    QVERIFY(!tokenizer->piece(vocabulary.size()) && !tokenizer->piece(-1));
}

void TestOpenTokenizer::special_tokens_come_on_request_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("expected");
    QTest::newRow("WordPiece") << "bert"
                               << "[CLS]|the|[SEP]";
    QTest::newRow("a template") << "bert_cased.json"
                                << "[CLS]|the|[SEP]";
    QTest::newRow("RoBERTa") << "roberta.json"
                             << "<s>|Ġthe|</s>";
    QTest::newRow("a template within a sequence") << "llama3.json"
                                                  << "<|begin_of_text|>|Ġthe";
    QTest::newRow("GPT-2 has none") << "gpt2"
                                    << "Ġthe";
    QTest::newRow("SentencePiece") << "unigram.model"
                                   << "<s>|▁the|</s>";
}

void TestOpenTokenizer::special_tokens_come_on_request() {
    QFETCH(QString, file);
    const auto plain = open_tokenizer(fixture("subword/" + file.toStdString()));
    const auto special = plain->with_special_tokens(true);
    QTEST(pieces(*special, " the"), "expected");
    QVERIFY(pieces(*plain, " the").endsWith("the"));
    QCOMPARE(pieces(*special->with_special_tokens(false), " the"), pieces(*plain, " the"));
    const auto row = special->encode({" the"}).rows[0];
    QVERIFY(row.front().text == plain->encode({" the"}).rows[0].front().text || row.front().end == 0);
    QVERIFY(row.back().end == 4);
    for (const Token& token : row)
        QVERIFY(special->piece(token.id) == token.text);
}

void TestOpenTokenizer::settings_beside_a_vocabulary_count() {
    const QByteArray list = "[UNK]\n[CLS]\nthe\n##re\nThe\ncafe\ncaf\u00e9\n\u6211\u4f60\n";
    write("cased/vocab.txt", list);
    const QString text = "The thereX caf\u00e9 \u6211\u4f60";
    QCOMPARE(pieces(*open_tokenizer(m_dir.filePath("cased").toStdString()), text),
             QString("The|[UNK]|caf\u00e9|[UNK]|[UNK]"));
    write("lower/vocab.txt", list);
    write("lower/tokenizer_config.json",
          R"({"do_lower_case":true,"strip_accents":false,"tokenize_chinese_chars":false})");
    QCOMPARE(pieces(*open_tokenizer(m_dir.filePath("lower").toStdString()), text),
             QString("the|[UNK]|caf\u00e9|\u6211\u4f60"));
    write("lower/tokenizer_config.json", R"({"do_lower_case":"yes"})");
    VERIFY_ERROR(error_of([&] { open_tokenizer(m_dir.filePath("lower").toStdString()); }), "do_lower_case");
}

void TestOpenTokenizer::added_tokens_are_cut_out_first() {
    const QString file = write("added.json", R"({
        "added_tokens": [{"id":5,"content":"<A>","normalized":false,"special":true},
                         {"id":6,"content":"<AB>","normalized":false,"rstrip":true},
                         {"id":7,"content":"word","single_word":true,"normalized":false},
                         {"id":8,"content":"Twice","normalized":true}],
        "normalizer": {"type":"Lowercase"}, "pre_tokenizer": {"type":"WhitespaceSplit"},
        "model": {"type":"Unigram","unk_id":0,"vocab":[["?",0],["x",-1]]}})");
    const auto tokenizer = open_tokenizer(file.toStdString());
    QCOMPARE(pieces(*tokenizer, "X<A>x"), QString("x|<A>|x"));
    QCOMPARE(pieces(*tokenizer, "<AB>  x<AB>"),
             QString("<AB>|x|<AB>")); // the longest, with the space after it
    QCOMPARE(pieces(*tokenizer, "word words"), QString("word|words"));
    QCOMPARE(pieces(*tokenizer, "TWICE"), QString("Twice")); // found in the normalised text
    const auto row = tokenizer->encode({"<AB>  x"}).rows[0];
    QVERIFY(row[0].begin == 0 && row[0].end == 6 && row[0].id == 6);
    QCOMPARE(tokenizer->vocabulary_size().value(), std::int64_t(9));
}

void TestOpenTokenizer::splits_behave_as_named_data() {
    QTest::addColumn<QByteArray>("steps");
    QTest::addColumn<QString>("expected"); // of "the-final--countdown"
    const auto split = [](const char* behavior, const char* more, const char* expected) {
        QTest::addRow("%s %s", behavior, more) << R"({"type":"Split","pattern":{"String":"-"},"behavior":")" +
                                                      QByteArray(behavior) + "\"" + more + "}"
                                               << expected;
    };
    split("Removed", "", "the|final|countdown");
    split("Isolated", "", "the|-|final|-|-|countdown");
    split("MergedWithPrevious", "", "the-|final-|-|countdown");
    split("MergedWithNext", "", "the|-final|-|-countdown");
    split("Contiguous", "", "the|-|final|--|countdown");
    split("Removed", R"(,"invert":true)", "-|-|-");
    const auto row = [](const char* name, const char* steps, const char* expected) {
        QTest::newRow(name) << QByteArray(steps) << expected;
    };
    row("regex", R"({"type":"Split","pattern":{"Regex":"-+"},"behavior":"Isolated"})",
        "the|-|final|--|countdown");
    row("punctuation", R"({"type":"Punctuation"})", "the|-|final|-|-|countdown");
    row("delimiter", R"({"type":"CharDelimiterSplit","delimiter":"-"})", "the|final|countdown");
    row("whitespace", R"({"type":"Whitespace"})", "the|-|final|--|countdown");
    row("in order",
        R"({"type":"Sequence","pretokenizers":[{"type":"Punctuation","behavior":"Removed"},
            {"type":"Split","pattern":{"String":"l"},"behavior":"MergedWithPrevious"}]})",
        "the|final|countdown");
    row("metaspace", R"({"type":"Metaspace","replacement":"_","prepend_scheme":"first"})",
        "_the-final--countdown");
}

void TestOpenTokenizer::splits_behave_as_named() {
    QFETCH(QByteArray, steps);
    const auto tokenizer = open_tokenizer(write("cut.json", cutting("null", steps)).toStdString());
    QTEST(pieces(*tokenizer, "the-final--countdown"), "expected");
}

void TestOpenTokenizer::what_is_not_supported_is_named_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const QByteArray& file, const char* part) {
        QTest::newRow(name) << file << part;
    };
    row("model", R"({"model":{"type":"WordLevel","vocab":{"a":0}}})", "WordLevel");
    row("normalizer", cutting(R"({"type":"Nmt"})", "null"), "Nmt");
    row("normalizer in a sequence",
        cutting(R"({"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Odd"}]})", "null"),
        "normalizers[1]");
    row("pre-tokenizer", cutting("null", R"({"type":"UnicodeScripts"})"), "UnicodeScripts");
    row("behaviour", cutting("null", R"({"type":"Split","pattern":{"String":"a"},"behavior":"Odd"})"), "Odd");
    row("pattern",
        cutting("null", R"({"type":"Split","pattern":{"Regex":"\\p{Han}"},"behavior":"Isolated"})"), "Han");
    row("unknown field", cutting("null", R"({"type":"Whitespace","odd":1})"), "odd");
    row("unknown part", R"({"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"odd":{}})", "odd");
    row("post-processor",
        R"({"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"post_processor":{"type":"Odd"}})", "Odd");
    row("dropout", bpe(R"("vocab":{"a":0},"merges":[],"dropout":0.1)"), "dropout");
    row("merge of no pieces", bpe(R"("vocab":{"a":0,"b":1},"merges":["a b"])"), "“ab”");
    row("merge of three", bpe(R"("vocab":{"a":0},"merges":["a a a"])"), "two pieces");
    row("id that is none", bpe(R"("vocab":{"a":-1},"merges":[])"), "vocab.a");
    row("id too large", bpe(R"("vocab":{"a":99999999999},"merges":[])"), "vocab.a");
    row("no vocabulary", bpe(R"("merges":[])"), "vocab");
    row("unknown piece missing", bpe(R"("vocab":{"a":0},"merges":[],"unk_token":"u")"), "“u”");
    row("longest word",
        R"({"model":{"type":"WordPiece","unk_token":"a","vocab":{"a":0},"max_input_chars_per_word":1000000}})",
        "1 to 1000");
    row("score that is none", R"({"model":{"type":"Unigram","vocab":[["a","b"]]}})", "number 0");
    row("long piece", R"({"model":{"type":"Unigram","vocab":[[")" + QByteArray(600, 'a') + R"(",0]]}})",
        "600 bytes");
    row("unknown id beyond", R"({"model":{"type":"Unigram","unk_id":1,"vocab":[["a",0]]}})", "unk_id");
    row("characters' map", cutting(R"({"type":"Precompiled","precompiled_charsmap":"/////w=="})", "null"),
        "precompiled_charsmap");
    row("base64", cutting(R"({"type":"Precompiled","precompiled_charsmap":"????"})", "null"), "base64");
    row("cut short", R"({"model":)", "too early");
    row("same key twice", R"({"model":{"type":"BPE","vocab":{"a":0,"a":1},"merges":[]}})", "twice");
    row("other JSON", R"({"a":"b"})", "pieces and their ids");
    row("a JSON list", R"(["a","b"])", "pieces and their ids");
    row("half of a pair", R"({"a":0})", "merges.txt");
    row("word ends", "#version: 0.2\na b\n", "vocab.json");
    row("WordPiece without unknown", "a\n##b\n", "[UNK]");
    row("65 steps",
        cutting(R"({"type":"Sequence","normalizers":[{"type":"Sequence","normalizers":[)" +
                    QByteArray(R"({"type":"NFC"},)").repeated(64) + R"({"type":"NFC"}]}]})",
                "null"),
        "more than 64 steps");
    row("65 tokens in front",
        R"({"model":{"type":"Unigram","unk_id":0,"vocab":[["?",0]]},"post_processor":{
            "type":"TemplateProcessing","single":[{"SpecialToken":{"id":"s"}},{"Sequence":{}}],
            "special_tokens":{"s":{"ids":[0)" +
            QByteArray(",0").repeated(64) + R"(],"tokens":["?")" + QByteArray(R"(,"?")").repeated(64) +
            "]}}}}",
        "more than 64 tokens");
    row("three million empty lines", "the\n" + QByteArray(3'000'000, '\n') + "a",
        "more than any list of words");
    row("a line that is no piece", "[UNK]\n[CLS]\n##" + QByteArray(600, 'x'),
        "line 3 is longer than 512 bytes");
    row("five million empty pieces", "[UNK]\n[CLS]\n##a" + QByteArray(5'000'000, '\n'), "1048576 lines");
    row("binary", QByteArray("ab\0c", 4), ", byte 2: is a binary file");
    row("binary without a NUL", "the\nsea\n\x15", ", byte 8: is a binary file");
    row("many lists", QByteArray(1'000'000, '['), "line 1 is longer than 1024 bytes");
    row("empty", "", "empty");
}

void TestOpenTokenizer::what_is_not_supported_is_named() {
    QFETCH(QByteArray, file);
    QFETCH(QString, part);
    const QString path = write("refused", file);
    const QString error = error_of([&] { open_tokenizer(path.toStdString()); });
    VERIFY_ERROR(error, part);
    VERIFY_ERROR(error, path);
}

/// Its name says what it should be: no list of words, however few of its bytes are wrong.
void TestOpenTokenizer::a_broken_model_is_called_one_data() {
    QTest::addColumn<int>("at");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("error");
    QTest::newRow("first byte") << 0 << QByteArray("\x0B")
                                << "byte 0: a field is of a kind that is not known";
    QTest::newRow("length of the first piece") << 1 << QByteArray("\xFF\xFF\x7F") << "byte 0: a field of";
    QTest::newRow("first field of the first piece")
        << 2 << QByteArray("\x20") << "byte 4: a field is of a kind";
}

void TestOpenTokenizer::a_broken_model_is_called_one() {
    QFETCH(int, at);
    QFETCH(QByteArray, bytes);
    QFile good(QString::fromStdString(fixture("subword/unigram.model")));
    QVERIFY(good.open(QIODevice::ReadOnly));
    const QString path = write("broken.model", good.readAll().replace(at, bytes.size(), bytes));
    const QString said = error_of([&] { open_tokenizer(path.toStdString()); });
    QFETCH(QString, error);
    VERIFY_ERROR(said, "broken.model, " + error);
}

void TestOpenTokenizer::long_words_are_no_burden_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("unit");
    for (const char* file : {"gpt2", "llama3.json", "llama2.json", "unigram.model", "bpe.model",
                             "bpe_user.model", "unigram.json", "char.model"})
        for (const char* unit : {"a", "the", "我爱", "'s"})
            QTest::addRow("%s %s", file, unit) << file << unit;
}

/// A megabyte without a space: with merging that looks at all pairs again and again it would take an hour.
void TestOpenTokenizer::long_words_are_no_burden() {
    QFETCH(QString, file);
    QFETCH(QString, unit);
    const std::string text = unit.repeated(1'000'000 / unit.toUtf8().size()).toStdString();
    const auto row = open_tokenizer(fixture("subword/" + file.toStdString()))->encode({text}).rows[0];
    std::size_t end = 0;
    for (const Token& token : row) {
        QVERIFY(token.begin == end || token.begin == token.end || token.end == end);
        end = std::max(end, token.end);
    }
    QCOMPARE(end, text.size());
}

void TestOpenTokenizer::a_text_without_tokens_is_an_error() {
    const auto tokenizer = open_tokenizer(fixture("subword/bert"));
    VERIFY_ERROR(error_of([&] { tokenizer->encode({"a", " \t"}); }), "text 2");
    VERIFY_ERROR(error_of([&] { tokenizer->encode({""}); }), "text 1");
    VERIFY_ERROR(error_of([&] { tokenizer->encode({std::string(40'000'000, 'a')}); }), "32 MiB");
    VERIFY_ERROR(error_of([&] { open_tokenizer("/nowhere/at/all"); }), "neither a tokeniser nor a file");
    VERIFY_ERROR(error_of([&] { open_tokenizer(m_dir.path().toStdString()); }), "folder without a tokeniser");
}

void TestOpenTokenizer::more_merges_than_any_tokeniser_has_are_an_error() {
    write("merges/vocab.json", R"({"a":0,"b":1,"ab":2})");
    const QString merges =
        write("merges/merges.txt", "#version: 0.2\n" + QByteArray("a b\n").repeated((1 << 20) + 1));
    const QString error = error_of([&] { open_tokenizer(merges.toStdString()); });
    VERIFY_ERROR(error, "more than 1048576 merges");
    VERIFY_ERROR(error, "merges.txt");
}

/// Each word takes 2^11 ways, which is little; a thousand words of the kind are more than a text may take.
void TestOpenTokenizer::many_slow_words_are_as_bad_as_one() {
    const QByteArray steps = R"({"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},
        {"type":"Split","pattern":{"Regex":"(a|a)*b"},"behavior":"Isolated"}]})";
    const auto tokenizer = open_tokenizer(write("slow.json", cutting("null", steps)).toStdString());
    const QString word = QString(10, 'a') + ' ';
    QCOMPARE(pieces(*tokenizer, word), word.trimmed());
    VERIFY_ERROR(error_of([&] { pieces(*tokenizer, word.repeated(1000)); }), "too long to match");
}

/// Between two added tokens there is little text, and 500 times as much is still little.
void TestOpenTokenizer::parts_of_a_text_cannot_be_blown_up_one_by_one() {
    const QByteArray replace =
        R"({"type":"Replace","pattern":{"String":"a"},"content":")" + QByteArray(500, 'b') + R"("})";
    QByteArray file = cutting(replace, "null");
    file.insert(1, R"("added_tokens":[{"id":1,"content":"+","normalized":false}],)");
    const auto tokenizer = open_tokenizer(write("grow.json", file).toStdString());
    QCOMPARE(pieces(*tokenizer, "a+a").size(), 1003);
    VERIFY_ERROR(error_of([&] { pieces(*tokenizer, QString("a+").repeated(1000)); }), "32 bytes of each");
}

static const ffn::test::Case<TestOpenTokenizer> kCase;
#include "tst_open_tokenizer.moc"
