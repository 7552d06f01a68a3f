#include "tests/app/program.h"
#include "tests/app/weight_files.h"
#include "tests/test_case.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ffn::test;

/// Where the input comes from: texts, ids, files; the model's own tokeniser, table and text as defaults.
class TestRunInput : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void the_models_own_text_tokeniser_table_and_positions_are_the_default();
    void options_come_before_what_the_model_says();
    void an_embedding_table_is_taken_from_another_file();
    void ids_take_the_models_table();
    void rows_of_unequal_length_are_padded_and_padding_is_not_counted();
    void a_random_row_depends_on_its_token_alone();
    void a_list_of_words_is_a_tokeniser();
    void words_that_take_foreign_rows_are_warned_of();
    void hidden_states_are_read_from_each_kind_of_file_data();
    void hidden_states_are_read_from_each_kind_of_file();
    void a_capture_gives_the_block_what_it_got();

  private:
    /// Values of the stage `input` for these INPUT options.
    std::vector<float> input(const QString& model, const QStringList& options);
    QTemporaryDir m_dir;
    QString m_demo, m_plain; ///< with notes about its tokens, and without
};

namespace {

std::vector<float> table() {
    std::vector<float> values;
    for (int id = 0; id < 4; ++id)
        values.insert(values.end(), {10.f * float(id), 1.f, -1.f});
    return values;
}

QStringList random(const QStringList& more) {
    return QStringList{"run", "--random", "--d-model", "16", "--d-ff", "8"} + more;
}

QStringList tokens(const Outcome& outcome, int row = 0) {
    QStringList texts;
    for (const QJsonValue& text : outcome.json()["input"]["tokens"][row].toArray())
        texts.append(text.toString());
    return texts;
}

} // namespace

void TestRunInput::initTestCase() {
    m_demo = m_dir.filePath("demo.safetensors");
    m_plain = m_dir.filePath("plain.safetensors");
    std::vector<NamedTensor> tensors = tutorialBlock();
    tensors.push_back({"src_emb.weight", {4, 3}, table()});
    writeFile(m_demo, safetensors(tensors, {{"ffnscope.tokenizer", "words"},
                                            {"ffnscope.vocabulary", R"(["<unk>","the","cat","sat"])"},
                                            {"ffnscope.lowercase", "true"},
                                            {"ffnscope.unknown", "<unk>"},
                                            {"ffnscope.positions", "sinusoidal"},
                                            {"ffnscope.embedding", "src_emb.weight"},
                                            {"ffnscope.text", "The cat"}}));
    writeFile(m_plain, safetensors(tensors));
}

std::vector<float> TestRunInput::input(const QString& model, const QStringList& options) {
    const QStringList arguments{"run",   "--weights",           model,       "--stages", "input",
                                "--out", m_dir.filePath("out"), "--formats", "npy",      "--force"};
    const Outcome outcome = ffnscope(arguments + options);
    if (outcome.status != 0) qWarning("%s", outcome.err.constData());
    return npyValues(readFile(m_dir.filePath("out/input.npy")));
}

void TestRunInput::the_models_own_text_tokeniser_table_and_positions_are_the_default() {
    const Outcome outcome = ffnscope({"run", "--weights", m_demo, "--json"});
    QVERIFY2(outcome.status == 0, outcome.err);
    QCOMPARE(tokens(outcome), (QStringList{"the", "cat"}));
    QCOMPARE(outcome.json()["input"]["ids"][0].toArray(), (QJsonArray{1, 2}));
    // Row p of the positions: sin(p), cos(p), sin(p / 10000^(2/3)).
    const std::vector<float> values = input(m_demo, {});
    const double expected[] = {
        10, 2, -1, 20 + std::sin(1.0), 1 + std::cos(1.0), -1 + std::sin(1 / std::pow(10000.0, 2.0 / 3))};
    QCOMPARE(values.size(), std::size_t(6));
    for (std::size_t i = 0; i < 6; ++i)
        QVERIFY(std::abs(values[i] - expected[i]) < 2e-6); // one float32 rounding of values up to 21
}

void TestRunInput::options_come_before_what_the_model_says() {
    const QStringList text{"--text", "sat what", "--positions", "none"};
    QCOMPARE(input(m_demo, text), (std::vector<float>{30, 1, -1, 0, 1, -1}));
    QVERIFY(input(m_demo, text + QStringList{"--embedding", "random"}) != input(m_demo, text));
    const Outcome outcome = ffnscope({"run", "--weights", m_demo, "--text", "cé", "--tokenizer", "bytes",
                                      "--embedding", "random", "--json"});
    QCOMPARE(tokens(outcome), (QStringList{"c", "<0xC3>", "<0xA9>"}));
}

void TestRunInput::an_embedding_table_is_taken_from_another_file() {
    const QString file = m_dir.filePath("tables.safetensors");
    writeFile(file, safetensors({{"a", {2, 3}, {1, 2, 3, 4, 5, 6}}, {"b", {2, 3}, {7, 8, 9, 10, 11, 12}}}));
    QCOMPARE(input(m_plain, {"--ids", "1", "--embedding", file + ":b"}), (std::vector<float>{10, 11, 12}));
    const Outcome several =
        ffnscope({"run", "--weights", m_plain, "--ids", "1", "--embedding", file, "--json"});
    QCOMPARE(several.status, 1);
    QVERIFY2(several.complains("FILE:TENSOR"), several.err);
    const Outcome none =
        ffnscope({"run", "--weights", m_plain, "--ids", "1", "--embedding", file + ":c", "--json"});
    QCOMPARE(none.status, 1);
    QVERIFY2(none.complains("“c”"), none.err);
}

void TestRunInput::ids_take_the_models_table() {
    QCOMPARE(input(m_plain, {"--ids", "3,0"}), (std::vector<float>{30, 1, -1, 0, 1, -1}));
    const Outcome outside = ffnscope({"run", "--weights", m_plain, "--ids", "1,4", "--json"});
    QCOMPARE(outside.status, 1);
    QVERIFY2(outside.complains("4"), outside.err);
}

void TestRunInput::rows_of_unequal_length_are_padded_and_padding_is_not_counted() {
    const QStringList rows{"--ids", "1,2,3", "--ids", "2"};
    QCOMPARE(input(m_plain, rows),
             (std::vector<float>{10, 1, -1, 20, 1, -1, 30, 1, -1, 20, 1, -1, 0, 0, 0, 0, 0, 0}));
    const QJsonObject json = ffnscope(QStringList{"run", "--weights", m_plain, "--json"} + rows).json();
    QCOMPARE(json["input"]["batch"].toInt(), 2);
    QCOMPARE(json["input"]["length"].toInt(), 3);
    QCOMPARE(json["sparsity"]["tokens_seen"].toInt(), 4);
    QCOMPARE(json["sparsity"]["zero_fraction_per_token"][1].toArray().size(), 1);
    const QJsonObject stage = json["stages"][0].toObject();
    QCOMPARE(stage["min"].toDouble(), -1.0);
    QCOMPARE(stage["zero_fraction"].toDouble(), 0.0); // the padding's zeros would show here
}

void TestRunInput::a_random_row_depends_on_its_token_alone() {
    const auto rows = [&](const QStringList& text) {
        const Outcome outcome =
            ffnscope(random(text + QStringList{"--stages", "input", "--out", m_dir.filePath("r"), "--formats",
                                               "npy", "--force"}));
        const std::vector<float> all = npyValues(readFile(m_dir.filePath("r/input.npy")));
        std::vector<std::vector<float>> split;
        for (std::size_t i = 0; outcome.status == 0 && i + 16 <= all.size(); i += 16)
            split.emplace_back(all.begin() + std::ptrdiff_t(i), all.begin() + std::ptrdiff_t(i + 16));
        return split;
    };
    const auto short_text = rows({"--text", "alpha beta"}),
               long_text = rows({"--text", "gamma beta x alpha"});
    QCOMPARE(long_text.size(), std::size_t(4));
    QCOMPARE(short_text.at(0), long_text.at(3));
    QCOMPARE(short_text.at(1), long_text.at(1));
    QVERIFY(short_text.at(0) != short_text.at(1));
    const auto ids = rows({"--ids", "7,123456789012,7"});
    QCOMPARE(ids.at(0), ids.at(2));
    QCOMPARE(ids.at(0), rows({"--ids", "1,7"}).at(1));
    QVERIFY(ids.at(0) != rows({"--ids", "7", "--seed", "1"}).at(0));
    double sum = 0, squares = 0;
    for (int id = 0; id < 400; id += 100) {
        QStringList list;
        for (int i = id; i < id + 100; ++i)
            list.append(QString::number(i));
        for (const auto& row : rows({"--ids", list.join(',')}))
            for (const float v : row) {
                sum += double(v);
                squares += double(v) * double(v);
            }
    }
    // 6400 draws of N(0, 1): the mean's σ is 1/80, the variance's √2/80; five σ each.
    QVERIFY(std::abs(sum / 6400) < 5.0 / 80);
    QVERIFY(std::abs(squares / 6400 - 1) < 5 * std::sqrt(2.0) / 80);
}

void TestRunInput::a_list_of_words_is_a_tokeniser() {
    const QString list = m_dir.filePath("words.txt");
    writeFile(list, "[UNK]\r\nhello\r\nworld\r\n");
    const Outcome outcome = ffnscope(random({"--text", "Hello big world", "--tokenizer", list, "--json"}));
    QVERIFY2(outcome.status == 0, outcome.err);
    QCOMPARE(outcome.json()["input"]["ids"][0].toArray(), (QJsonArray{1, 0, 2}));
}

void TestRunInput::words_that_take_foreign_rows_are_warned_of() {
    const Outcome outcome = ffnscope({"run", "--weights", m_plain, "--text", "a b", "--json"});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(outcome.err.startsWith("ffnscope: warning: "), outcome.err);
    QCOMPARE(outcome.err.count('\n'), 1);
}

void TestRunInput::hidden_states_are_read_from_each_kind_of_file_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("tensor");
    QTest::newRow("npy") << "x.npy" << npy({1, 3, 3}, tutorialInput()) << "";
    QTest::newRow("npy without batch") << "x2.npy" << npy({3, 3}, tutorialInput()) << "";
    QTest::newRow("safetensors") << "x.safetensors"
                                 << safetensors({{"h", {1, 3, 3}, tutorialInput()}, {"other", {1}, {0}}})
                                 << ":h";
    QTest::newRow("csv") << "x.csv" << QByteArray("1,2,3\n-1,-2,0.5\n0,0,-4\n") << "";
    QTest::newRow("wide csv") << "wide.csv"
                              << QByteArray("batch,position,token,0,1,2\n0,0,a,1,2,3\n0,1,b,-1,-2,0.5\n"
                                            "0,2,\",\",0,0,-4\n")
                              << "";
}

void TestRunInput::hidden_states_are_read_from_each_kind_of_file() {
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, tensor);
    const QString path = m_dir.filePath(file);
    writeFile(path, bytes);
    QCOMPARE(input(m_plain, {"--input", path + tensor}), tutorialInput());
}

// The names in the capture have the prefixes of a model that was trained on several machines.
void TestRunInput::a_capture_gives_the_block_what_it_got() {
    std::vector<NamedTensor> blocks = tutorialBlock("layers.0.");
    for (const NamedTensor& tensor : tutorialBlock("layers.1."))
        blocks.push_back(tensor);
    const QString weights = m_dir.filePath("two.safetensors"),
                  capture = m_dir.filePath("two.capture.safetensors");
    writeFile(weights, safetensors(blocks));
    const QString config = R"({"d_model":3,"d_ff":4,"activation":"relu","norm":"layer_norm",)"
                           R"("norm_placement":"post","eps":1e-5,"gated":false})";
    const QString list = QString(R"([{"id":"module.encoder.layers.0","config":%1},)"
                                 R"({"id":"module.encoder.layers.1","config":%1}])")
                             .arg(config);
    writeFile(capture, safetensors({{"module.encoder.layers.0/input", {1, 1, 3}, {1, 2, 3}},
                                    {"module.encoder.layers.0/output", {1, 1, 3}, {9, 9, 9}},
                                    {"module.encoder.layers.1/input", {1, 1, 3}, {4, 5, 6}}},
                                   {{"ffnscope.capture", "1"}, {"ffnscope.blocks", list}}));
    const auto got = [&](const char* block, const QString& from) {
        const QString out = m_dir.filePath("capture-out");
        const Outcome outcome = ffnscope({"run", "--weights", weights, "--block", block, "--input", from,
                                          "--out", out, "--stages", "input", "--formats", "npy", "--force"});
        return outcome.status == 0 ? npyValues(readFile(out + "/input.npy")) : std::vector<float>();
    };
    QCOMPARE(got("layers.0", capture), (std::vector<float>{1, 2, 3}));
    QCOMPARE(got("1", capture), (std::vector<float>{4, 5, 6}));
    QCOMPARE(got("layers.0", capture + ":layers.1/input"), (std::vector<float>{4, 5, 6}));
    QCOMPARE(got("layers.0", capture + ":module.encoder.layers.0/output"), (std::vector<float>{9, 9, 9}));
    const QStringList run{"run", "--weights", weights, "--block", "0", "--json", "--input"};
    QVERIFY(
        ffnscope(run + QStringList{capture + ":layers.7/input"}).complains("module.encoder.layers.0/input"));
    const Outcome other = ffnscope({"run", "--weights", m_plain, "--json", "--input", capture});
    QVERIFY2(other.complains("is a capture of the blocks module.encoder.layers.0, module.encoder.layers.1, "
                             "and none of them is the model's block"),
             other.err);
}

static const ffn::test::Case<TestRunInput> kCase;
#include "tst_run_input.moc"
