#include "tests/app/program.h"
#include "tests/app/weight_files.h"
#include "tests/test_case.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ffn::test;

/// Words in and words out: tokenisers of models, and what units and tokens mean in words.
class TestRunWords : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void tokens_are_near_words_before_and_after();
    void units_read_and_write_words();
    void words_need_embeddings();
    void a_file_s_tokeniser_is_used();
    void special_tokens_are_put_around_a_text();
    void the_tokeniser_beside_the_model_is_used();
    void one_that_cannot_be_read_is_warned_of();

  private:
    QJsonValue words(const QStringList& options);
    QString write(const QString& name, const QByteArray& bytes);
    QTemporaryDir m_dir;
    QString m_model;
};

namespace {

/// x, y and z along the axes, w against all of them.
const std::vector<float> kTable{1, 0, 0, 0, 1, 0, 0, 0, 1, -1, -1, -1};

QByteArray model(const QMap<QString, QString>& notes) {
    std::vector<NamedTensor> tensors = tutorialBlock();
    tensors.push_back({"src_emb.weight", {4, 3}, kTable});
    return safetensors(tensors, notes);
}

bool is(const QJsonValue& match, const QString& word, double score) {
    return match["word"] == word &&
           std::abs(match["score"].toDouble() - score) < 1e-6; // float32 values of size 1
}

QStringList tokens(const Outcome& outcome) {
    QStringList texts;
    for (const QJsonValue& text : outcome.json()["input"]["tokens"][0].toArray())
        texts.append(text.toString());
    return texts;
}

} // namespace

QString TestRunWords::write(const QString& name, const QByteArray& bytes) {
    const QString path = m_dir.filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    writeFile(path, bytes);
    return path;
}

void TestRunWords::initTestCase() {
    m_model = write("words.safetensors", model({{"ffnscope.vocabulary", R"(["x","y","z","w"])"},
                                                {"ffnscope.embedding", "src_emb.weight"}}));
}

QJsonValue TestRunWords::words(const QStringList& options) {
    const Outcome outcome = ffnscope(QStringList{"run", "--weights", m_model, "--json"} + options);
    if (outcome.status != 0) qWarning("%s", outcome.err.constData());
    return outcome.json()["vocabulary"];
}

void TestRunWords::tokens_are_near_words_before_and_after() {
    const QJsonValue found = words({"--text", "x", "--text", "w y", "--vocabulary", "2"});
    QCOMPARE(found["embedding"], QJsonValue("src_emb.weight"));
    QCOMPARE(found["output"], QJsonValue("src_emb.weight"));
    QCOMPARE(found["tokens"].toArray().size(), 2);
    QCOMPARE(found["tokens"][1].toArray().size(), 2);
    const QJsonValue x = found["tokens"][0][0];
    QCOMPARE(x["before"].toArray().size(), 2);
    QVERIFY(is(x["before"][0], "x", 1));
    QVERIFY(is(x["before"][1], "y", 0));
    QVERIFY(is(found["tokens"][1][0]["before"][0], "w", 1));
    QVERIFY(is(found["tokens"][1][1]["before"][0], "y", 1));
    // hidden (1, ½, 0, 0), projection (1, ½, 1), sum (2, ½, 1), then the norm with gain (1, 2, 1), bias (0,
    // 0, ½).
    const double mean = 3.5 / 3, rstd = 1 / std::sqrt((4 + 0.25 + 1) / 3 - mean * mean + 1e-5);
    const double out[] = {(2 - mean) * rstd, (0.5 - mean) * rstd * 2, (1 - mean) * rstd + 0.5};
    const double length = std::hypot(out[0], out[1], out[2]);
    QVERIFY(is(x["after"][0], "x", out[0] / length));
    QVERIFY(is(x["after"][1], "w", -(out[0] + out[1] + out[2]) / length / std::sqrt(3.)));
}

void TestRunWords::units_read_and_write_words() {
    const QJsonValue found = words({"--text", "x", "--vocabulary", "1", "--vocabulary-units", "3,0"});
    QCOMPARE(found["units"].toArray().size(), 2);
    const QJsonValue first = found["units"][0], last = found["units"][1];
    QCOMPARE(first["unit"].toInt(), 0);
    QVERIFY(is(first["reads_cosine"][0], "x", 1) && is(first["reads_dot"][0], "x", 1));
    QVERIFY(is(first["promotes"][0], "x", 1) && is(first["suppresses"][0], "w", -1));
    QCOMPARE(last["unit"].toInt(), 3); // row (−1, −1, −1), column (2, 0, −1)
    QVERIFY(is(last["reads_cosine"][0], "w", 1) && is(last["reads_dot"][0], "w", 3));
    QVERIFY(is(last["promotes"][0], "x", 2) && is(last["suppresses"][0], "z", -1));
    QVERIFY(!last.toObject().contains("gate_dot"));
}

void TestRunWords::words_need_embeddings() {
    QVERIFY(
        ffnscope({"run", "--random", "--text", "a", "--json", "--vocabulary", "1"}).complains("--embedding"));
    QVERIFY(ffnscope({"run", "--weights", m_model, "--text", "x", "--json", "--vocabulary", "1",
                      "--vocabulary-units", "4"})
                .complains("unit 4"));
}

void TestRunWords::a_file_s_tokeniser_is_used() {
    const QString file = QString(FFNSCOPE_FIXTURES) + "/tokens/subword/gpt2";
    const Outcome outcome =
        ffnscope({"run", "--random", "--text", " the shells", "--tokenizer", file, "--json"});
    QVERIFY2(outcome.status == 0, outcome.err);
    QCOMPARE(tokens(outcome).join("|"), QString("Ġthe|Ġshells"));
}

void TestRunWords::special_tokens_are_put_around_a_text() {
    const QString file = QString(FFNSCOPE_FIXTURES) + "/tokens/subword/bert";
    const QStringList run{"run", "--random", "--text", "the", "--json", "--special-tokens"};
    QCOMPARE(tokens(ffnscope(run + QStringList{"--tokenizer", file})),
             (QStringList{"[CLS]", "the", "[SEP]"}));
    QVERIFY(ffnscope(run).complains("words"));
}

void TestRunWords::the_tokeniser_beside_the_model_is_used() {
    const QString path = write("hub/model.safetensors", model({}));
    write("hub/vocab.txt", "[UNK]\n[CLS]\nx\n##y\n");
    const QStringList run{"run", "--weights", path, "--text", "xyy q", "--json"};
    const Outcome outcome = ffnscope(run);
    QVERIFY2(outcome.status == 0, outcome.err);
    QCOMPARE(outcome.err, QByteArray());
    QCOMPARE(tokens(outcome), (QStringList{"x", "##y", "##y", "[UNK]"}));
    QCOMPARE(tokens(ffnscope(run + QStringList{"--tokenizer", "words"})), (QStringList{"xyy", "q"}));
    // More pieces than the model has embeddings: it belongs to something else.
    write("hub/vocab.txt", "[UNK]\n[CLS]\nx\n##y\nz\n");
    QCOMPARE(tokens(ffnscope(run)), (QStringList{"xyy", "q"}));
}

void TestRunWords::one_that_cannot_be_read_is_warned_of() {
    const QString path = write("broken/model.safetensors", model({}));
    write("broken/tokenizer.json", R"({"model":{"type":"WordLevel","vocab":{}}})");
    const Outcome outcome = ffnscope({"run", "--weights", path, "--text", "x", "--json"});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(outcome.err.contains("WordLevel"), outcome.err);
    QCOMPARE(tokens(outcome), QStringList{"x"});
}

static const ffn::test::Case<TestRunWords> kCase;
#include "tst_run_words.moc"
