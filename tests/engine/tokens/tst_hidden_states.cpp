#include "engine/tokens/hidden_states.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

#include <QDir>
#include <QTemporaryDir>
#include <bit>
#include <cmath>

using namespace ffn;
using test::fixture;

class TestHiddenStates : public QObject {
    Q_OBJECT

  private slots:
    void reads_the_same_states_from_every_format_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("batch");
        QTest::newRow("npy, 3 axes") << "states_3d.npy" << 2;
        QTest::newRow("npy, 2 axes") << "states_2d.npy" << 1;
        QTest::newRow("npz with one") << "states_one.npz" << 2;
        QTest::newRow("npz, named") << "states_two.npz:a" << 2;
        QTest::newRow("npz, name with a colon") << "states_two.npz:b:0" << 1;
        QTest::newRow("safetensors") << "states.safetensors" << 2;
        QTest::newRow("safetensors, named") << "states.safetensors:x" << 2;
        QTest::newRow("csv") << "states_bare.csv" << 1;
        QTest::newRow("blanks") << "states_blank.txt" << 1;
    }
    void reads_the_same_states_from_every_format() {
        QFETCH(QString, file);
        QFETCH(int, batch);
        const auto input = read_hidden_states(fixture(file.toStdString()), 4);
        const Shape shape{batch, 6 / batch, 4};
        QVERIFY(input.states->shape() == shape);
        QCOMPARE(input.tokens->batch(), shape.batch);
        for (std::int64_t b = 0; b < shape.batch; ++b)
            for (std::int64_t p = 0; p < shape.len; ++p)
                QVERIFY((input.tokens->rows[std::size_t(b)][std::size_t(p)] ==
                         Token{std::to_string(p), -1, 0, 0}));
        // The values follow 128 bytes of npy header. 9 digits carry a float32, so text is exact as well.
        QFile raw(QString::fromStdString(fixture("states_3d.npy")));
        QVERIFY(raw.open(QIODevice::ReadOnly));
        const QByteArray wanted = raw.readAll().mid(128);
        QCOMPARE(wanted.size(), qsizetype(24 * sizeof(float)));
        for (std::size_t i = 0; i < 24; ++i) {
            float value = 0;
            std::memcpy(&value, wanted.data() + i * sizeof value, sizeof value);
            const float got = input.states->data()[i];
            QVERIFY(std::isnan(value)
                        ? std::isnan(got)
                        : std::bit_cast<std::uint32_t>(value) == std::bit_cast<std::uint32_t>(got));
        }
    }

    void a_path_that_exists_is_taken_whole() {
        QTemporaryDir folder;
        const QString path = folder.filePath("odd:name.npy");
        QVERIFY(QFile::copy(QString::fromStdString(fixture("states_2d.npy")), path));
        QCOMPARE(read_hidden_states(path.toStdString(), 4).states->rows(), 6);
    }

    void says_what_is_wrong_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("d_model");
        QTest::addColumn<QString>("error");
        QTest::newRow("width") << "states_3d.npy" << 8 << "4 values a token, but the model's d_model is 8";
        QTest::newRow("csv width") << "states_bare.csv" << 8
                                   << "4 values a token, but the model's d_model is 8";
        QTest::newRow("several") << "states_two.npz" << 4 << "say which as FILE:TENSOR: a, b:0";
        QTest::newRow("no such tensor") << "states_two.npz:c" << 4 << "has no tensor “c”; it holds a, b:0";
        QTest::newRow("csv tensor") << "states_bare.csv:x" << 4 << "is a CSV; it has no tensor “x”";
        QTest::newRow("no file") << "gone.npy" << 4 << "there is no such file";
        QTest::newRow("no file, tensor") << "gone.npz:a" << 4 << "there is no such file";
    }
    void says_what_is_wrong() {
        QFETCH(QString, file);
        QFETCH(int, d_model);
        QFETCH(QString, error);
        const auto said = test::error_of([&] { read_hidden_states(fixture(file.toStdString()), d_model); });
        VERIFY_ERROR(said, error);
    }

    void a_snapshot_gives_its_tokens() {
        const std::string file = FFNSCOPE_FIXTURES "/exports/small.safetensors:input";
        const auto input = read_hidden_states(file, 4);
        QCOMPARE(input.tokens->length(0), 3);
        QCOMPARE(input.tokens->length(1), 2);
        QVERIFY((input.tokens->rows[1][0] == Token{"猫", 7, 0, 0}));
        QVERIFY(std::ranges::all_of(input.states->row(5), [](float v) { return v == 0.0F; }));
        QVERIFY(std::ranges::all_of(input.states->row(4), [](float v) { return v != 0.0F; }));
    }
};

static const ffn::test::Case<TestHiddenStates> kCase;
#include "tst_hidden_states.moc"
