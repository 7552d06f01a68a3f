#include "engine/tokens/model_vocabulary.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/engine/tokens/memory_archive.h"
#include "tests/test_case.h"

using namespace ffn;
using Metadata = std::map<std::string, std::string>;

namespace {

const Metadata kDemo{
    {"ffnscope.tokenizer", "words"},      {"ffnscope.vocabulary", R"(["<unk>","the","caf\u00e9"])"},
    {"ffnscope.lowercase", "true"},       {"ffnscope.unknown", "<unk>"},
    {"ffnscope.positions", "sinusoidal"}, {"ffnscope.embedding", "emb"},
    {"ffnscope.unembedding", "proj"},     {"ffnscope.text", "the café"},
    {"ffnscope.about", "A model."}};

std::optional<ModelVocabulary> read(Metadata metadata) {
    const std::vector<TensorInfo> tensors{
        {"emb", "F16", {3, 8}}, {"proj", "F16", {3, 8}}, {"small", "F32", {2, 8}}, {"flat", "F32", {3}}};
    return model_vocabulary(test::MemoryArchive(std::move(metadata), tensors));
}

} // namespace

class TestModelVocabulary : public QObject {
    Q_OBJECT

  private slots:
    void reads_what_the_demo_model_says() {
        const auto model = read(kDemo);
        QVERIFY(model && model->vocabulary);
        QCOMPARE(model->tokenizer, std::string("words"));
        QCOMPARE(model->vocabulary->words, (std::vector<std::string>{"<unk>", "the", "café"}));
        QVERIFY(model->vocabulary->lowercase);
        QCOMPARE(model->vocabulary->unknown, std::string("<unk>"));
        QVERIFY(model->positions == Positions::Sinusoidal);
        QCOMPARE(model->embedding, std::string("emb"));
        QCOMPARE(model->unembedding, std::string("proj"));
        QCOMPARE(model->text, std::string("the café"));
        QCOMPARE(model->about, std::string("A model."));
        QCOMPARE(make_words_tokenizer(model->vocabulary)->encode({model->text}).rows[0][1].id, 2);
    }

    void a_file_that_says_nothing_has_none() {
        QVERIFY(!read({}));
        QVERIFY(!read({{"format", "pt"}, {"ffnscope.snapshot", "1"}}));
    }

    void each_entry_may_be_absent_data() {
        QTest::addColumn<QString>("key");
        for (const auto& [key, value] : kDemo)
            QTest::newRow(key.c_str()) << QString::fromStdString(key);
    }
    void each_entry_may_be_absent() {
        QFETCH(QString, key);
        Metadata metadata = kDemo;
        metadata.erase(key.toStdString());
        const auto model = read(metadata);
        QVERIFY(model);
        QCOMPARE(model->vocabulary.has_value(), key != "ffnscope.vocabulary");
        QCOMPARE(model->tokenizer, std::string("words"));
    }

    void refuses_what_is_malformed_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const char* key, const QString& value, const char* error) {
            QTest::newRow(name) << QStringLiteral("ffnscope.") + key << value << error;
        };
        row("tokenizer", "tokenizer", "bpe", "words and bytes are known");
        row("bytes with vocabulary", "tokenizer", "bytes", "does not go with the tokeniser bytes");
        row("no JSON", "vocabulary", "[\"a\"", "is not valid JSON");
        row("object", "vocabulary", "{}", "should be a list of texts");
        row("number", "vocabulary", "[\"a\", 2]", "an entry that is not a text");
        row("deep", "vocabulary", QString(100'000, '['), "is not valid JSON");
        row("empty list", "vocabulary", "[]", "has no words");
        row("twice", "vocabulary", "[\"<unk>\",\"b\",\"b\"]", "has “b” twice");
        row("unknown elsewhere", "unknown", "<UNK>", "is not in the vocabulary");
        row("lowercase", "lowercase", "yes", "should be true or false");
        row("positions", "positions", "learned", "should be none or sinusoidal");
        row("no such tensor", "embedding", "gone", "names the tensor “gone”, which is not there");
        row("flat tensor", "embedding", "flat", "which is no [vocabulary, d_model]");
        row("short tensor", "unembedding", "small", "with 2 rows, but the vocabulary has 3 words");
    }
    void refuses_what_is_malformed() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, error);
        Metadata metadata = kDemo;
        metadata[key.toStdString()] = value.toStdString();
        const auto said = test::error_of([&] { read(metadata); });
        VERIFY_ERROR(said, error);
        VERIFY_ERROR(said, "memory.safetensors");
        VERIFY_ERROR(said, "ffnscope.");
    }
};

static const ffn::test::Case<TestModelVocabulary> kCase;
#include "tst_model_vocabulary.moc"
