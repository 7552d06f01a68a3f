#include "tests/app/program.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn::test;

/// Everything that is wrong with the command line alone: status 2, one line, and nothing on standard output.
class TestCommandLine : public QObject {
    Q_OBJECT
  private slots:
    void help_names_every_option_of_the_contract_data();
    void help_names_every_option_of_the_contract();
    void version_is_printed();
    void a_wrong_command_line_is_one_line_and_status_2_data();
    void a_wrong_command_line_is_one_line_and_status_2();
    void an_empty_value_is_refused_data();
    void an_empty_value_is_refused();
};

void TestCommandLine::help_names_every_option_of_the_contract_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("options");
    const QStringList pass{"--weights",   "--block",     "--random",    "--d-model",        "--d-ff",
                           "--init",      "--seed",      "--norm",      "--norm-placement", "--activation",
                           "--eps",       "--text",      "--tokenizer", "--special-tokens", "--ids",
                           "--embedding", "--positions", "--input",     "--ablate",         "--scale",
                           "--threshold", "--backend",   "--threads",   "--memory-limit"};
    QTest::newRow("window") << QStringList{"--help"}
                            << pass + QStringList{"--screenshot", "--size",     "--stage", "--panel",
                                                  "--theme",      "--language", "inspect", "run"};
    QTest::newRow("run") << QStringList{"run", "--help"}
                         << pass +
                                QStringList{"--out",        "--stages",          "--formats", "--csv-layout",
                                            "--colormap",   "--range",           "--json",    "--force",
                                            "--vocabulary", "--vocabulary-units"};
    QTest::newRow("inspect") << QStringList{"inspect", "--help"} << QStringList{"--json", "FILE"};
}

void TestCommandLine::help_names_every_option_of_the_contract() {
    QFETCH(QStringList, arguments);
    QFETCH(QStringList, options);
    const Outcome outcome = ffnscope(arguments);
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.err, QByteArray());
    for (const QString& option : options)
        QVERIFY2(outcome.out.contains(option.toUtf8()), qPrintable(option));
}

void TestCommandLine::version_is_printed() {
    const Outcome outcome = ffnscope({"--version"});
    QCOMPARE(outcome.status, 0);
    QVERIFY(outcome.out.startsWith("ffnscope "));
    QCOMPARE(outcome.out.count('\n'), 1);
    QVERIFY(outcome.out.contains('.'));
}

void TestCommandLine::a_wrong_command_line_is_one_line_and_status_2_data() {
    QTest::addColumn<QString>("arguments"); // blanks between them
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char* name, const QString& arguments, const QByteArray& part) {
        QTest::newRow(name) << arguments << part;
    };
    const QString run = "run --random --text a --json ";
    row("unknown option", "--colour", "--colour");
    row("unknown option of run", run + "--colour", "--colour");
    row("no model", "run --text a --json", "--weights");
    row("no input", "run --random --json", "--text");
    row("no output", "run --random --text a", "--out");
    row("two models", run + "--weights m.safetensors", "--weights");
    row("two inputs", run + "--ids 1", "--text");
    row("tokens and states", run + "--input x.npy", "--input");
    row("size without random", "run --weights w --d-model 4 --text a --json", "--random");
    row("block without weights", run + "--block 0", "--weights");
    row("no number", run + "--d-model many", "many");
    row("no hidden unit", run + "--d-ff 0", "--d-ff");
    row("negative seed", run + "--seed -1", "from 0 to 18446744073709551615");
    row("seed of 2^64", run + "--seed 18446744073709551616", "“18446744073709551616” is no whole number");
    row("seed that is no whole number", run + "--seed 1e3", "“1e3” is no whole number");
    row("id that is no number", "run --random --json --ids 1,x", "--ids: id 2 of row 1 “x”");
    row("negative id", "run --random --json --ids -1", "“-1” is negative");
    row("id missing", "run --random --json --ids 1,,2", "id 2 of row 1 is missing");
    row("id of the window", "--ids 1,x", "--ids: id 2");
    row("unknown initialiser", run + "--init orthogonal", "xavier_uniform");
    row("unknown activation", run + "--activation tanh", "quick_gelu");
    row("norm with its names", run + "--norm layernorm", "std_norm");
    row("unknown norm", run + "--norm batch", "rms_norm");
    row("unknown placement", run + "--norm-placement sandwich", "post");
    row("negative eps", run + "--eps -1", "--eps");
    row("unknown positions", run + "--positions rotary", "sinusoidal");
    row("unknown stage", run + "--stages hidden,gates", "gate_pre_activation");
    row("empty stage", run + "--stages hidden,,gate", "--stages");
    row("unknown format", run + "--out d --formats csv,xls", "safetensors");
    row("formats without folder", run + "--formats csv", "--out");
    row("unknown layout", run + "--out d --csv-layout long", "tidy");
    row("unknown colour map", run + "--out d --colormap jet", "viridis");
    row("no range", run + "--out d --range 3:1", "range");
    row("scale of nothing", run + "--out d --scale 0", "--scale");
    row("scale that is no number", run + "--scale 7=x", "7=2.5");
    row("ablation that is no unit", run + "--ablate 1,b", "12,55-60");
    row("ablation backwards", run + "--ablate 9-3", "9-3");
    row("clamp without bounds", run + "--clamp 7", "7=0:1.5");
    row("clamp backwards", run + "--clamp 7=2:1", "7=2:1");
    row("threshold that is no number", run + "--threshold high", "--threshold");
    row("unknown back end", run + "--backend gpu", "eigen");
    row("no thread", run + "--threads 0", "--threads");
    row("no memory", run + "--memory-limit 0", "--memory-limit");
    row("words of nothing", run + "--vocabulary 0", "--vocabulary");
    row("words without JSON", "run --random --text a --out d --vocabulary 3", "--json");
    row("words of units alone", run + "--vocabulary-units 3", "--vocabulary");
    row("words of what is no unit", run + "--vocabulary 3 --vocabulary-units b", "--vocabulary-units");
    row("inspect without file", "inspect", "FILE");
    row("inspect with two files", "inspect a b", "b");
    row("size of the window", "--size 0x0", "1600x1000");
    row("stage of the window", "--stage everything", "residual_sum");
    row("theme", "--theme sepia", "dark");
    row("panel of the window", "--panel nosuch", "layer_norm");
    row("subcommand mistyped", "inspct model.safetensors", "subcommands are inspect, run,");
    row("subcommand mistyped, alone", "foo", "foo: there is no such file, and no subcommand");
}

void TestCommandLine::a_wrong_command_line_is_one_line_and_status_2() {
    QFETCH(QString, arguments);
    QFETCH(QByteArray, part);
    const Outcome outcome = ffnscope(arguments.split(' ', Qt::SkipEmptyParts));
    QVERIFY2(outcome.complains(part), outcome.err);
    QCOMPARE(outcome.status, 2);
    QCOMPARE(outcome.out, QByteArray());
}

// As from a script whose variable is not set.
void TestCommandLine::an_empty_value_is_refused_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char* option, const QStringList& arguments) {
        QTest::newRow(option) << arguments << QByteArray(option) + ": the value is empty";
    };
    const QStringList run{"run", "--random", "--text", "a", "--json"};
    row("--out", run + QStringList{"--out", ""});
    row("--tokenizer", run + QStringList{"--tokenizer", ""});
    row("--stages", run + QStringList{"--stages", ""});
    row("--seed", run + QStringList{"--seed", ""});
    row("--ablate", run + QStringList{"--ablate", ""});
    row("--weights", {"run", "--weights", "", "--text", "a", "--json"});
    row("--input", {"run", "--random", "--input", "", "--json"});
    row("--ids", {"run", "--random", "--ids", "", "--json"});
    row("FILE", {"inspect", ""});
    row("--tables", {"analyze", "--random", "--text", "a", "--json", "--tables", ""});
    row("--csv", {"merge", "a.json", "--out", "b.json", "--csv", ""});
    row("--stage", {"--stage", ""});
}

void TestCommandLine::an_empty_value_is_refused() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, part);
    const Outcome outcome = ffnscope(arguments);
    QVERIFY2(outcome.complains(part), outcome.err);
    QCOMPARE(outcome.status, 2);
}

static const ffn::test::Case<TestCommandLine> kCase;
#include "tst_command_line.moc"
