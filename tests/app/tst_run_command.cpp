#include "tests/app/program.h"
#include "tests/app/weight_files.h"
#include "tests/test_case.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ffn::test;

/// The numbers of `run --json` and of the arrays, against plain loops in double over the same weights.
class TestRunCommand : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void the_stages_are_those_of_a_plain_loop();
    void json_has_the_fields_of_the_contract();
    void json_numbers_are_those_of_a_plain_loop();
    void numbers_that_do_not_exist_are_null();
    void edits_change_the_hidden_units_they_name_data();
    void edits_change_the_hidden_units_they_name();
    void options_say_what_the_file_does_not();
    void random_weights_are_those_of_the_seed();
    void what_a_block_is_besides_is_told();
    void a_mapped_block_computes_what_a_known_one_does();
    void a_wrong_map_is_told_data();
    void a_wrong_map_is_told();

  private:
    QStringList run(const QStringList& more) const {
        return QStringList{"run", "--weights", m_model, "--input", m_input} + more;
    }
    std::vector<float> stage(const QString& name) const {
        return npyValues(readFile(m_out + "/" + name + ".npy"));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_model, m_input, m_out;
};

namespace {

using Row = std::vector<double>;

const std::vector<float>& values(const char* name) {
    static const std::vector<NamedTensor> kBlock = tutorialBlock();
    for (const NamedTensor& tensor : kBlock)
        if (tensor.name == name) return tensor.values;
    qFatal("no tensor %s", name);
}

Row product(const char* weight, const char* bias, const Row& x) {
    Row y;
    for (std::size_t i = 0; i < values(bias).size(); ++i) {
        y.push_back(values(bias)[i]);
        for (std::size_t j = 0; j < x.size(); ++j)
            y[i] += values(weight)[i * x.size() + j] * x[j];
    }
    return y;
}

struct Expected {
    Row pre, hidden, projection, sum, output;
};

Expected plainLoop(const Row& x) {
    Expected e;
    e.pre = product("conv1.weight", "conv1.bias", x);
    for (const double v : e.pre)
        e.hidden.push_back(std::max(v, 0.0));
    e.projection = product("conv2.weight", "conv2.bias", e.hidden);
    double mean = 0, variance = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        e.sum.push_back(x[i] + e.projection[i]);
        mean += e.sum[i] / 3;
    }
    for (const double v : e.sum)
        variance += (v - mean) * (v - mean) / 3;
    for (std::size_t i = 0; i < 3; ++i)
        e.output.push_back((e.sum[i] - mean) / std::sqrt(variance + 1e-5) * values("layer_norm.weight")[i] +
                           values("layer_norm.bias")[i]);
    return e;
}

Row inputRow(std::size_t row) {
    const std::vector<float> all = tutorialInput();
    return {all[3 * row], all[3 * row + 1], all[3 * row + 2]};
}

/// A row has at most five summands of magnitude below 20, so float32 rounding stays under 1e-5.
bool close(double a, double b) {
    return std::abs(a - b) < 1e-5;
}

bool sameRow(const std::vector<float>& stage, std::size_t row, const Row& expected) {
    for (std::size_t i = 0; i < expected.size(); ++i)
        if (!close(stage.at(row * expected.size() + i), expected[i])) return false;
    return true;
}

QJsonObject stageOf(const QJsonObject& json, const QString& name) {
    for (const QJsonValue& stage : json["stages"].toArray())
        if (stage["name"].toString() == name) return stage.toObject();
    return {};
}

} // namespace

void TestRunCommand::init() {
    m_dir = std::make_unique<QTemporaryDir>();
    m_model = m_dir->filePath("model.safetensors");
    m_input = m_dir->filePath("input.npy");
    m_out = m_dir->filePath("out");
    writeFile(m_model, safetensors(tutorialBlock()));
    writeFile(m_input, npy({1, 3, 3}, tutorialInput()));
}

void TestRunCommand::the_stages_are_those_of_a_plain_loop() {
    const Outcome outcome = ffnscope(run({"--out", m_out, "--formats", "npy"}));
    QVERIFY2(outcome.status == 0, outcome.err);
    for (std::size_t row = 0; row < 3; ++row) {
        const Expected e = plainLoop(inputRow(row));
        QVERIFY(sameRow(stage("input"), row, inputRow(row)));
        QVERIFY(sameRow(stage("pre_activation"), row, e.pre));
        QVERIFY(sameRow(stage("hidden"), row, e.hidden));
        QVERIFY(sameRow(stage("projection"), row, e.projection));
        QVERIFY(sameRow(stage("residual_sum"), row, e.sum));
        QVERIFY(sameRow(stage("output"), row, e.output));
    }
    QVERIFY(outcome.out.contains("hidden"));
}

void TestRunCommand::json_has_the_fields_of_the_contract() {
    const Outcome outcome = ffnscope(run({"--json", "--threads", "1", "--backend", "eigen"}));
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.err, QByteArray());
    const QJsonObject json = outcome.json();
    QCOMPARE(json.keys(),
             (QStringList{"engine", "input", "model", "program", "residual", "sparsity", "stages"}));
    QCOMPARE(json["program"].toObject().keys(), (QStringList{"name", "version"}));
    QCOMPARE(json["model"].toObject().keys(),
             (QStringList{"activation", "block", "d_ff", "d_model", "eps", "gated", "norm", "norm_placement",
                          "parameters", "source"}));
    QCOMPARE(json["input"].toObject().keys(), (QStringList{"batch", "ids", "length", "tokens"}));
    QCOMPARE(stageOf(json, "hidden").keys(),
             (QStringList{"l2", "max", "mean", "min", "name", "nan", "neg_inf", "pos_inf", "shape", "std",
                          "zero_fraction"}));
    QCOMPARE(json["sparsity"].toObject().keys(),
             (QStringList{"tokens_seen", "units_always_active", "units_never_active", "zero_fraction",
                          "zero_fraction_per_token"}));
    QCOMPARE(json["residual"].toObject().keys(),
             (QStringList{"cosine_input_output_sum", "update_to_input_norm_ratio"}));
    QCOMPARE(json["engine"].toObject().keys(), (QStringList{"backend", "milliseconds", "threads"}));
    QCOMPARE(json["engine"]["backend"].toString(), QString("eigen"));
    QCOMPARE(json["engine"]["threads"].toInt(), 1);
    QCOMPARE(json["model"]["parameters"].toInt(), 12 + 4 + 12 + 3 + 3 + 3);
    QStringList names;
    for (const QJsonValue& stage : json["stages"].toArray())
        names.append(stage["name"].toString());
    QCOMPARE(names, (QStringList{"input", "pre_activation", "hidden", "projection", "residual_sum",
                                 "norm_mean", "norm_variance", "norm_rstd", "normalized", "output"}));
    QCOMPARE(stageOf(json, "norm_mean")["shape"].toArray(), (QJsonArray{1, 3}));
    QCOMPARE(stageOf(json, "hidden")["shape"].toArray(), (QJsonArray{1, 3, 4}));
}

void TestRunCommand::json_numbers_are_those_of_a_plain_loop() {
    const QJsonObject json = ffnscope(run({"--json", "--stages", "hidden"})).json();
    QCOMPARE(json["stages"].toArray().size(), 1);
    double zeros = 0, sum = 0, squares = 0, largest = 0;
    for (std::size_t row = 0; row < 3; ++row) {
        const Expected e = plainLoop(inputRow(row));
        double norm_x = 0, norm_f = 0, norm_s = 0, dot = 0, row_zeros = 0;
        for (const double v : e.hidden) {
            row_zeros += v == 0;
            sum += v;
            squares += v * v;
            largest = std::max(largest, v);
        }
        for (std::size_t i = 0; i < 3; ++i) {
            norm_x += inputRow(row)[i] * inputRow(row)[i];
            norm_f += e.projection[i] * e.projection[i];
            norm_s += e.sum[i] * e.sum[i];
            dot += inputRow(row)[i] * e.sum[i];
        }
        zeros += row_zeros;
        QCOMPARE(json["sparsity"]["zero_fraction_per_token"][0][int(row)].toDouble(), row_zeros / 4);
        QVERIFY(close(json["residual"]["cosine_input_output_sum"][0][int(row)].toDouble(),
                      dot / std::sqrt(norm_x * norm_s)));
        QVERIFY(close(json["residual"]["update_to_input_norm_ratio"][0][int(row)].toDouble(),
                      std::sqrt(norm_f / norm_x)));
    }
    const QJsonObject hidden = stageOf(json, "hidden");
    QCOMPARE(hidden["zero_fraction"].toDouble(), zeros / 12);
    QVERIFY(close(hidden["mean"].toDouble(), sum / 12));
    QVERIFY(close(hidden["l2"].toDouble(), std::sqrt(squares)));
    QVERIFY(close(hidden["std"].toDouble(), std::sqrt(squares / 12 - sum * sum / 144)));
    QVERIFY(close(hidden["max"].toDouble(), largest));
    QCOMPARE(json["sparsity"]["tokens_seen"].toInt(), 3);
}

void TestRunCommand::numbers_that_do_not_exist_are_null() {
    const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
    writeFile(m_input, npy({1, 2, 3}, {nan, nan, inf, 0, 0, 0}));
    const QJsonObject json = ffnscope(run({"--json"})).json();
    const QJsonObject input = stageOf(json, "input");
    QCOMPARE(input["nan"].toInt(), 2);
    QCOMPARE(input["pos_inf"].toInt(), 1);
    QCOMPARE(input["max"].toDouble(), 0.0);
    const QJsonValue cosines = json["residual"]["cosine_input_output_sum"][0];
    QVERIFY(cosines[0].isNull()); // NaN in the row
    QVERIFY(cosines[1].isNull()); // a row of zeros has no direction
    QVERIFY(json["input"]["ids"][0][0].isNull());

    writeFile(m_input, npy({1, 1, 3}, {nan, nan, nan}));
    const QJsonObject all_nan = stageOf(ffnscope(run({"--json"})).json(), "input");
    for (const char* key : {"min", "max", "mean", "std", "l2"})
        QVERIFY2(all_nan[key].isNull(), key);
}

void TestRunCommand::edits_change_the_hidden_units_they_name_data() {
    QTest::addColumn<QStringList>("edits");
    QTest::addColumn<std::vector<double>>("factors"); // of the row (1, 2.5, 3, 0)
    QTest::newRow("ablate one") << QStringList{"--ablate", "1"} << std::vector<double>{1, 0, 1, 1};
    QTest::newRow("ablate a range") << QStringList{"--ablate", "0,2-3"} << std::vector<double>{0, 1, 0, 0};
    QTest::newRow("scale") << QStringList{"--scale", "2=-0.5", "--scale", "0=2"}
                           << std::vector<double>{2, 1, -0.5, 1};
    QTest::newRow("clamp") << QStringList{"--clamp", "0=-1:0.5,1=5"} << std::vector<double>{0.5, 2, 1, 1};
    QTest::newRow("threshold") << QStringList{"--threshold", "2.5"} << std::vector<double>{0, 0, 1, 0};
    QTest::newRow("image scale is no edit") << QStringList{"--scale", "2"} << std::vector<double>{1, 1, 1, 1};
}

void TestRunCommand::edits_change_the_hidden_units_they_name() {
    QFETCH(QStringList, edits);
    QFETCH(std::vector<double>, factors);
    const Outcome outcome = ffnscope(run(edits + QStringList{"--out", m_out, "--formats", "npy"}));
    QVERIFY2(outcome.status == 0, outcome.err);
    Row expected = plainLoop(inputRow(0)).hidden;
    for (std::size_t i = 0; i < 4; ++i)
        expected[i] *= factors[i];
    QVERIFY(sameRow(stage("hidden"), 0, expected));
    QVERIFY(sameRow(stage("projection"), 0, product("conv2.weight", "conv2.bias", expected)));
}

void TestRunCommand::options_say_what_the_file_does_not() {
    const QStringList options{"--activation", "relu_squared", "--norm", "rms_norm", "--norm-placement",
                              "pre",          "--eps",        "0.5",    "--out",    m_out,
                              "--formats",    "npy",          "--json"};
    const Outcome outcome = ffnscope(run(options));
    QVERIFY2(outcome.status == 0, outcome.err);
    const QJsonObject model = outcome.json()["model"].toObject();
    QCOMPARE(model["activation"].toString(), QString("relu_squared"));
    QCOMPARE(model["norm"].toString(), QString("rms_norm"));
    QCOMPARE(model["norm_placement"].toString(), QString("pre"));
    QCOMPARE(model["eps"].toDouble(), 0.5);
    Row x = inputRow(0);
    const double rstd = 1 / std::sqrt((1 + 4 + 9) / 3.0 + 0.5);
    for (std::size_t i = 0; i < 3; ++i)
        x[i] *= rstd * values("layer_norm.weight")[i];
    x[2] += values("layer_norm.bias")[2];
    QVERIFY(sameRow(stage("norm_output"), 0, x));
    Row hidden = product("conv1.weight", "conv1.bias", x);
    for (double& v : hidden)
        v = std::max(v, 0.0) * std::max(v, 0.0);
    QVERIFY(sameRow(stage("hidden"), 0, hidden));
}

/// The block's tensors under names that nothing is known by.
static std::vector<NamedTensor> renamed() {
    std::vector<NamedTensor> tensors = tutorialBlock();
    const QMap<QString, QString> names{{"conv1.weight", "a"},      {"conv1.bias", "b"},
                                       {"conv2.weight", "c"},      {"conv2.bias", "d"},
                                       {"layer_norm.weight", "e"}, {"layer_norm.bias", "f"}};
    for (NamedTensor& tensor : tensors)
        tensor.name = names.value(tensor.name, tensor.name);
    return tensors;
}

void TestRunCommand::a_mapped_block_computes_what_a_known_one_does() {
    const QStringList more{"--out", m_out, "--formats", "npy", "--force"};
    QCOMPARE(ffnscope(run(more)).status, 0);
    const std::vector<float> known = stage("output");
    QVERIFY(!known.empty());
    writeFile(m_model, safetensors(renamed()));
    const Outcome unknown = ffnscope(run(more));
    QCOMPARE(unknown.status, 1);
    QVERIFY2(unknown.err.contains("--map"), unknown.err);
    const Outcome mapped =
        ffnscope(run(more) + QStringList{"--map", "up=a,up_bias=b,down=c,down_bias=d,norm_gain=e,norm_bias=f",
                                         "--activation", "relu", "--norm-placement", "post"});
    QVERIFY2(mapped.status == 0, mapped.err);
    QCOMPARE(stage("output"), known);
}

void TestRunCommand::a_wrong_map_is_told_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("sentence");
    QTest::newRow("no role") << QStringList{"--map", "middle=a"} << 2
                             << QByteArray("'middle' is nothing that --map knows");
    QTest::newRow("with a block") << QStringList{"--map", "up=a,down=b", "--block", "0"} << 2
                                  << QByteArray("--block has nothing to choose");
    QTest::newRow("no such tensor") << QStringList{"--map", "up=a,down=b"} << 1
                                    << QByteArray("no tensor 'a'");
    QTest::newRow("no activation") << QStringList{"--map", "up=conv1.weight,down=conv2.weight"} << 1
                                   << QByteArray("say it with --activation");
}
void TestRunCommand::a_wrong_map_is_told() {
    QFETCH(QStringList, options);
    const Outcome outcome = ffnscope(run(options + QStringList{"--json"}));
    QTEST(outcome.status, "status");
    QFETCH(QByteArray, sentence);
    QVERIFY2(outcome.err.contains(sentence), outcome.err);
}

void TestRunCommand::random_weights_are_those_of_the_seed() {
    writeFile(m_input, npy({1, 1, 8}, {1, 0, 0, 0, 0, 0, 0, 0}));
    const auto pass = [&](const QString& seed) {
        const Outcome outcome =
            ffnscope({"run", "--random", "--d-model", "8", "--d-ff", "32", "--seed", seed, "--input", m_input,
                      "--out", m_out, "--formats", "npy", "--force", "--stages", "pre_activation"});
        return outcome.status == 0 ? stage("pre_activation") : std::vector<float>();
    };
    const std::vector<float> zero = pass("0"), again = pass("0"), one = pass("1");
    QCOMPARE(zero.size(), std::size_t(32));
    QCOMPARE(zero, again);
    QVERIFY(zero != one);
    // PyTorch 1.13: torch.manual_seed(0); c = Conv1d(8, 32, 1); c.weight[:, 0, 0] + c.bias. One float32 sum.
    const std::vector<float> torch{-0.35307083f, 0.12821612f, -0.030026764f, -0.29292732f};
    for (std::size_t i = 0; i < torch.size(); ++i)
        QVERIFY(close(zero[i], torch[i]));
}

void TestRunCommand::what_a_block_is_besides_is_told() {
    const std::vector<float> some(12, 0.5f), ones(3, 1.f);
    const QString weights = m_dir->filePath("parallel.safetensors");
    writeFile(weights, safetensors({{"l.0.mlp.dense_h_to_4h.weight", {4, 3}, some},
                                    {"l.0.mlp.dense_4h_to_h.weight", {3, 4}, some},
                                    {"l.0.post_attention_layernorm.weight", {3}, ones}}));
    const QStringList run{"run", "--weights", weights, "--input", m_input};
    const QString note = ffnscope(run + QStringList{"--json"}).json()["model"].toObject()["note"].toString();
    QVERIFY2(note.contains("the attention's result is added to the same sum"), qPrintable(note));
    const QByteArray text = ffnscope(run + QStringList{"--out", m_dir->filePath("p"), "--formats", "npy"}).out;
    QVERIFY2(text.contains("note: beside the attention"), text);
    QVERIFY(!ffnscope({"run", "--random", "--d-model", "3", "--d-ff", "4", "--input", m_input, "--json"})
                 .json()["model"]
                 .toObject()
                 .contains("note"));
}

static const ffn::test::Case<TestRunCommand> kCase;
#include "tst_run_command.moc"
