#include "engine/exports/snapshot_file.h"
#include "tests/engine/exports/small_snapshot.h"
#include "tests/test_case.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <cmath>
#include <cstring>

using namespace ffn;

class TestSnapshotFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string path() const { return m_folder.filePath("snapshot.safetensors").toStdString(); }

    // Header and values of the fixture, to be changed and written anew.
    static QJsonObject header_of(const QByteArray& file) {
        quint64 length = 0;
        std::memcpy(&length, file.constData(), sizeof length);
        return QJsonDocument::fromJson(file.mid(8, qsizetype(length))).object();
    }
    static QByteArray values_of(const QByteArray& file) {
        quint64 length = 0;
        std::memcpy(&length, file.constData(), sizeof length);
        return file.mid(qsizetype(8 + length));
    }
    void write_file(const QJsonObject& header, const QByteArray& values) const {
        const QByteArray text = QJsonDocument(header).toJson(QJsonDocument::Compact);
        const quint64 length = quint64(text.size());
        QFile file(QString::fromStdString(path()));
        if (!file.open(QIODevice::WriteOnly)) qFatal("no room");
        file.write(reinterpret_cast<const char*>(&length), sizeof length);
        file.write(text + values);
    }
    QString error_of_reading() const {
        return test::error_of([&] { read_snapshot(*open_archive(path())); });
    }

  private slots:
    void reads_what_an_independent_writer_wrote() {
        const auto snapshot = test::small_snapshot();
        const std::vector<std::vector<Token>> tokens{
            {{"the", 5, 0, 0}, {"say \"hi\", ok", 0, 0, 0}, {"line\nbreak", 2, 0, 0}},
            {{"猫", 7, 0, 0}, {" blank ", -1, 0, 0}}};
        QVERIFY(snapshot->tokens->rows == tokens);
        QVERIFY((snapshot->config == FeedForwardConfig{4, 6, Activation::Relu, Norm::LayerNorm,
                                                       NormPlacement::Post, 1e-5, false}));
        QCOMPARE(snapshot->source, std::string("small.safetensors"));
        QCOMPARE(snapshot->block, std::string("layers.0.ffn"));
        const Edits edits{{3}, {{2, 0.1F}, {5, -std::numeric_limits<float>::infinity()}}, 1e-45F};
        QVERIFY(snapshot->edits == edits);
        QVERIFY(!snapshot->model);
        QVERIFY(!snapshot->has(Stage::Projection));
        QVERIFY((snapshot->shape(Stage::Hidden) == Shape{2, 3, 6}));
        QVERIFY((snapshot->shape(Stage::NormMean) == Shape{2, 3, 1}));
        QVERIFY(std::isnan(snapshot->stage(Stage::Input).at(1, 0)));
        QCOMPARE(std::bit_cast<std::uint32_t>(snapshot->stage(Stage::Output).at(3, 0)), 1U);
    }

    void a_second_norm_comes_back() {
        auto snapshot = std::make_shared<Snapshot>(*test::small_snapshot());
        snapshot->config.second_norm = true;
        snapshot->kept[std::size_t(Stage::Update)] = snapshot->kept[std::size_t(Stage::Output)];
        write_snapshot(*snapshot, {Stage::Update}, path());
        const auto back = read_snapshot(*open_archive(path()));
        QVERIFY(back->config == snapshot->config);
        QVERIFY(std::ranges::equal(back->stage(Stage::Update).row(0), snapshot->stage(Stage::Output).row(0)));
        snapshot->config.second_norm = false;
        write_snapshot(*snapshot, {Stage::Update}, path());
        QVERIFY(error_of_reading().contains("update does not exist in a block of its kind"));
    }

    void summaries_are_over_real_rows() {
        const auto snapshot = test::small_snapshot();
        const StageSummary& input = snapshot->summary(Stage::Input);
        QCOMPARE(input.values, 20); // 5 tokens of 4 values; 3 not finite, one −0
        QCOMPARE(input.finite, 17);
        QCOMPARE(input.nan + input.pos_inf + input.neg_inf, 3);
        QCOMPARE(input.zeros, 1);
        QCOMPARE(snapshot->summary(Stage::NormMean).values, 5);
    }

    void comes_back_as_it_was() {
        const auto snapshot = test::small_snapshot();
        write_snapshot(*snapshot, {Stage::Output, Stage::Input, Stage::NormMean}, path());
        const auto archive = open_archive(path());
        QVERIFY(is_snapshot(*archive));
        const auto back = read_snapshot(*archive);
        QVERIFY(*back->tokens == *snapshot->tokens);
        QVERIFY(back->config == snapshot->config);
        QVERIFY(back->edits == snapshot->edits);
        QCOMPARE(back->source, snapshot->source);
        QCOMPARE(back->block, snapshot->block);
        QVERIFY(!back->has(Stage::Hidden));
        for (const Stage stage : {Stage::Output, Stage::Input, Stage::NormMean}) {
            QVERIFY(test::same_bits(back->stage(stage).values(), snapshot->stage(stage).values()));
            QVERIFY(back->shape(stage) == snapshot->shape(stage));
        }
    }

    void the_file_is_plain_safetensors() {
        write_snapshot(*test::small_snapshot(), {Stage::Input, Stage::Hidden}, path());
        const QByteArray file = test::bytes_of(path());
        quint64 length = 0;
        std::memcpy(&length, file.constData(), sizeof length);
        QCOMPARE(length % 8, quint64(0));
        const auto header = header_of(file);
        QCOMPARE(header["__metadata__"].toObject()["ffnscope.snapshot"].toString(), QString("1"));
        const QJsonObject hidden{
            {"dtype", "F32"}, {"shape", QJsonArray{2, 3, 6}}, {"data_offsets", QJsonArray{96, 96 + 144}}};
        QCOMPARE(header["hidden"].toObject(), hidden);
        QCOMPARE(values_of(file).size(), qsizetype(96 + 144));
    }

    void a_weight_file_is_no_snapshot() {
        const auto archive = open_archive(FFNSCOPE_FIXTURES "/tokens/states.safetensors");
        QVERIFY(!is_snapshot(*archive));
        VERIFY_ERROR(test::error_of([&] { read_snapshot(*archive); }), "is not a snapshot");
    }

    void refuses_metadata_that_does_not_add_up_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const char* key, const char* value, const char* error) {
            QTest::newRow(name) << QStringLiteral("ffnscope.") + key << value << error;
        };
        const char* kConfig = R"({"d_model":%1,"d_ff":6,"activation":"relu","norm":"layer_norm",)"
                              R"("norm_placement":"post","eps":1e-5,"gated":false})";
        row("newer", "snapshot", "2", "version “2”; version 1 is known here");
        row("fewer tokens", "tokens", R"([["a","b","c"]])",
            "ffnscope.lengths should be a list with 1 entries");
        row("lengths", "lengths", "[3,3]", "disagrees with the tokens in row 1");
        row("no config", "config", "[]", "should be a JSON object");
        QTest::newRow("another width")
            << "ffnscope.config" << QString(kConfig).arg(5) << "does not have the shape";
        QTest::newRow("huge width") << "ffnscope.config" << QString(kConfig).arg("4611686018427387904")
                                    << "no sensible d_model";
        row("edit outside", "edits", R"({"ablate":[6],"scale":{},"threshold":null})", "0 to 5");
    }
    void refuses_metadata_that_does_not_add_up() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, error);
        const QByteArray file = test::bytes_of(test::fixture("small.safetensors"));
        auto header = header_of(file);
        auto metadata = header["__metadata__"].toObject();
        QVERIFY(metadata.contains(key));
        metadata[key] = value;
        header["__metadata__"] = metadata;
        write_file(header, values_of(file));
        VERIFY_ERROR(error_of_reading(), error);
    }

    void refuses_a_snapshot_of_no_tokens() {
        const QByteArray file = test::bytes_of(test::fixture("small.safetensors"));
        auto header = header_of(file);
        auto metadata = header["__metadata__"].toObject();
        metadata["ffnscope.tokens"] = metadata["ffnscope.ids"] = "[[],[]]";
        metadata["ffnscope.lengths"] = "[0,0]";
        header["__metadata__"] = metadata;
        write_file(header, values_of(file));
        VERIFY_ERROR(error_of_reading(), "without tokens");
    }

    void refuses_stages_that_do_not_fit_data() {
        QTest::addColumn<QString>("stage");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("dtype");
        QTest::addColumn<QJsonArray>("shape");
        QTest::addColumn<QString>("error");
        QTest::newRow("no stage") << "input"
                                  << "weights"
                                  << "F32" << QJsonArray{2, 3, 4} << "is no stage";
        QTest::newRow("gated only") << "hidden"
                                    << "gate"
                                    << "F32" << QJsonArray{2, 3, 6} << "does not exist in a block";
        QTest::newRow("pre-norm only") << "input"
                                       << "norm_output"
                                       << "F32" << QJsonArray{2, 3, 4} << "does not exist in a block";
        QTest::newRow("batch") << "input"
                               << "input"
                               << "F32" << QJsonArray{3, 2, 4} << "does not have the shape";
        QTest::newRow("flat") << "input"
                              << "input"
                              << "F32" << QJsonArray{6, 4} << "does not have the shape";
        QTest::newRow("dtype") << "input"
                               << "input"
                               << "I32" << QJsonArray{2, 3, 4} << "does not have the shape";
        QTest::newRow("statistic with axis") << "norm_mean"
                                             << "norm_mean"
                                             << "F32" << QJsonArray{2, 3, 1} << "does not have the shape";
    }
    void refuses_stages_that_do_not_fit() {
        QFETCH(QString, stage);
        QFETCH(QString, name);
        QFETCH(QString, dtype);
        QFETCH(QJsonArray, shape);
        QFETCH(QString, error);
        const QByteArray file = test::bytes_of(test::fixture("small.safetensors"));
        auto header = header_of(file);
        auto tensor = header.take(stage).toObject();
        tensor["dtype"] = dtype;
        tensor["shape"] = shape;
        header[name] = tensor;
        write_file(header, values_of(file));
        VERIFY_ERROR(error_of_reading(), error);
    }

    void refuses_values_in_padding() {
        const QByteArray file = test::bytes_of(test::fixture("small.safetensors"));
        QByteArray values = values_of(file);
        constexpr qsizetype kInputPadding = 5 * 4 * sizeof(float);
        values[kInputPadding + 3] = 0x40; // the first value of row 1's padding becomes 2
        write_file(header_of(file), values);
        VERIFY_ERROR(error_of_reading(), "its stage input has values in row 1 beyond that row's last token");
    }
};

static const ffn::test::Case<TestSnapshotFile> kCase;
#include "tst_snapshot_file.moc"
