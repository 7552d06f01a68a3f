#include "engine/tokens/open_tokenizer.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

#include <QTemporaryDir>

using namespace ffn;

namespace {

/// So many that hold the letter a, to be looked for in the normalised text.
QByteArray added_tokens(int count) {
    QByteArray list;
    for (int i = 0; i < count; ++i)
        list +=
            (i ? "," : "") +
            QByteArray(R"({"id":%,"content":"a%","normalized":true})").replace('%', QByteArray::number(i));
    return list;
}

} // namespace

/// A tokenizer.json whose lists are longer than any: what is kept of them is bounded while they are read.
class TestModelTables : public QObject {
    Q_OBJECT

  private slots:
    void lists_longer_than_any_are_refused_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const QByteArray& json, const char* error) {
            QTest::newRow(name) << json << error;
        };
        row("more pieces than any",
            R"({"model":{"type":"Unigram","vocab":[)" + QByteArray(R"(["a",0],)").repeated(1 << 20) +
                R"(["a",0]]}})",
            "more than 1048576 pieces");
        row("more added tokens than any",
            R"({"added_tokens":[)" + QByteArray(R"({"id":1,"content":"a"},)").repeated(1 << 17) +
                R"({"id":1,"content":"a"}]})",
            "“added_tokens[131072]” is one too many");
        row("an added token of 2 MB",
            R"({"added_tokens":[{"id":1,"content":")" + QByteArray(2 << 20, 'a') + R"("}]})",
            "of 1 MB in all");
        row("added tokens that grow",
            R"({"normalizer":{"type":"Replace","pattern":{"String":"a"},"content":")" + QByteArray(400, 'b') +
                R"("},"added_tokens":[)" + added_tokens(5000) +
                R"(],"model":{"type":"Unigram","unk_id":0,"vocab":[["?",0]]}})",
            "normalised, have more than 1 MB");
        row("more merges than any",
            R"({"model":{"type":"BPE","vocab":{"a":0},"merges":[)" + QByteArray("1,").repeated(1 << 20) +
                "1]}}",
            "more than 1048576 merges");
    }
    void lists_longer_than_any_are_refused() {
        QFETCH(QByteArray, json);
        QFETCH(QString, error);
        QTemporaryDir folder;
        QFile file(folder.filePath("tokenizer.json"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(json) == json.size() && file.flush());
        const QString said = test::error_of([&] { open_tokenizer(file.fileName().toStdString()); });
        VERIFY_ERROR(said, "tokenizer.json: ");
        VERIFY_ERROR(said, error);
    }
};

static const ffn::test::Case<TestModelTables> kCase;
#include "tst_model_tables.moc"
