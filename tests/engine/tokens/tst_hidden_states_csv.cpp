#include "engine/tokens/hidden_states_csv.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

#include <QTemporaryDir>
#include <bit>
#include <cmath>
#include <limits>

using namespace ffn;

class TestHiddenStatesCsv : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path write(const QByteArray& text) {
        QFile file(m_folder.filePath("states.csv"));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("no room");
        return file.fileName().toStdString();
    }

  private slots:
    void the_wide_layout_comes_back_as_ragged_rows() {
        const auto input = read_hidden_states_csv(write("batch,position,token,0,1\n"
                                                        "0,0,\"a,\"\"b\"\"\n\",1.5,-2\n"
                                                        "0,1,猫,nan,-inf\n"
                                                        "1,0,,1e-45,-0\n"),
                                                  2);
        QVERIFY((input.states->shape() == Shape{2, 2, 2}));
        QCOMPARE(input.tokens->length(0), 2);
        QCOMPARE(input.tokens->length(1), 1);
        QCOMPARE(input.tokens->rows[0][0].text, std::string("a,\"b\"\n"));
        QCOMPARE(input.tokens->rows[0][1].text, std::string("猫"));
        QCOMPARE(input.tokens->rows[1][0].text, std::string());
        QCOMPARE(input.states->at(0, 0), 1.5F);
        QCOMPARE(input.states->at(0, 1), -2.0F);
        QVERIFY(std::isnan(input.states->at(1, 0)));
        QCOMPARE(input.states->at(1, 1), -std::numeric_limits<float>::infinity());
        QCOMPARE(std::bit_cast<std::uint32_t>(input.states->at(2, 0)), 1U);
        QCOMPARE(std::bit_cast<std::uint32_t>(input.states->at(2, 1)), 0x80000000U);
        QCOMPARE(input.states->at(3, 0), 0.0F);
    }

    void one_value_a_token_and_one_line_work_without_header() {
        QCOMPARE(read_hidden_states_csv(write("1\n2\n3\n"), 1).states->rows(), 3);
        QCOMPARE(read_hidden_states_csv(write("1 2 3"), 3).states->rows(), 1);
        QCOMPARE(read_hidden_states_csv(write("1,2,3"), 3).states->at(0, 2), 3.0F);
    }

    void is_known_by_content_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("csv");
        QTest::newRow("numbers") << QByteArray("1,2\r\n") << true;
        QTest::newRow("header") << QByteArray("batch,position,token,0\n") << true;
        QTest::newRow("CJK") << QByteArray("猫,1") << true;
        QTest::newRow("npy") << QByteArray("\x93NUMPY\x01") << false;
        QTest::newRow("zip") << QByteArray("PK\x03\x04") << false;
        QTest::newRow("pickle") << QByteArray("\x80\x02}q") << false;
        QTest::newRow("safetensors") << QByteArray("\x40\0\0\0\0\0\0\0{}", 10) << false;
        QTest::newRow("index of shards") << QByteArray("{\"weight_map\": {}}") << false;
    }
    void is_known_by_content() {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, csv);
        QCOMPARE(looks_like_csv(write(bytes)), csv);
    }

    void names_the_line_that_is_wrong_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const char* text, const char* error) {
            QTest::newRow(name) << QByteArray(text) << error;
        };
        const auto wide = [](const char* name, const char* rows, const char* error) {
            QTest::newRow(name) << QByteArray("batch,position,token,0,1\n").append(rows) << error;
        };
        wide("missing position", "0,0,a,1,2\n0,2,b,1,2\n",
             "line 3: batch 0, position 2 where batch 0, position 1 or batch 1, position 0 is expected");
        wide("twice", "0,0,a,1,2\n0,0,b,1,2\n", "line 3: batch 0, position 0 where");
        wide("out of order", "0,0,a,1,2\n1,0,b,1,2\n0,1,c,1,2\n",
             "line 4: batch 0, position 1 where batch 1, position 1");
        wide("missing batch", "0,0,a,1,2\n2,0,b,1,2\n", "line 3: batch 2, position 0 where");
        wide("does not begin at 0", "1,0,a,1,2\n",
             "line 2: batch 1, position 0 where batch 0, position 0 is");
        wide("negative", "0,-1,a,1,2\n", "line 2: “-1” is not a whole number");
        wide("line after a quoted break", "0,0,\"a\nb\",1,2\n0,1,c,x,2\n",
             "line 4: “x” in column 4 is not a number");
        wide("no tokens", "", "no tokens below it");
        wide("empty number", "0,0,a,,2\n", "line 2: “” in column 4 is not a number");
        row("tidy", "batch,position,token,unit,value\n0,0,a,0,1.5\n", "the layout called wide");
        row("other header", "a,b\n1,2\n", "the layout called wide");
        row("wide of another width", "batch,position,token,0,1,2\n0,0,a,1,2,3\n",
            "line 1: 3 values a token, but the model's d_model is 2");
        row("numbers of another width", "1,2,3\n4,5,6\n",
            "line 1: 3 values a token, but the model's d_model is 2");
        row("blanks of another width", "1 2\n4\n", "line 2: 1 values a token, but the model's d_model is 2");
        row("another width, before a fault further on", "1,2,3\n4,5,6\n\"7,8,9\n",
            "line 1: 3 values a token");
        row("words of another width, before a fault further on", "1 2 3\n4 5 6\n\"7 8 9\n",
            "line 1: 3 values a token");
        row("word among numbers", "1,2\n3,4\n5,six\n", "line 3: “six” in column 2 is not a number");
    }
    void names_the_line_that_is_wrong() {
        QFETCH(QByteArray, text);
        QFETCH(QString, error);
        const auto file = write(text);
        const auto said = test::error_of([&] { read_hidden_states_csv(file, 2); });
        VERIFY_ERROR(said, error);
        VERIFY_ERROR(said, "states.csv");
    }

    // The first row of the batch has 3000 tokens, the 3000 others one: padded, 9 million.
    void refuses_padding_that_the_file_does_not_justify() {
        QByteArray text("batch,position,token,0,1\n");
        for (int i = 0; i < 3000; ++i)
            text += "0," + QByteArray::number(i) + ",a,1,2\n";
        for (int i = 1; i < 3000; ++i)
            text += QByteArray::number(i) + ",0,a,1,2\n";
        const auto file = write(text);
        VERIFY_ERROR(test::error_of([&] { read_hidden_states_csv(file, 2); }),
                     "with all rows of the batch as long as the longest");
    }

    // 400 texts, one of 500 words and the others of one: 51 MB of a file of 120 KB, as `run` writes it.
    void reads_a_batch_of_very_unequal_rows() {
        const QByteArray values = QByteArray(",1").repeated(64) + "\n";
        QByteArray text("batch,position,token");
        for (int i = 0; i < 64; ++i)
            text += "," + QByteArray::number(i);
        text += "\n";
        for (int i = 0; i < 500; ++i)
            text += "0," + QByteArray::number(i) + ",a" + values;
        for (int i = 1; i < 400; ++i)
            text += QByteArray::number(i) + ",0,a" + values;
        const ModelInput input = read_hidden_states_csv(write(text), 64);
        QCOMPARE(input.tokens->tokens(), std::int64_t(899));
        QCOMPARE(input.states->rows(), std::int64_t(400 * 500));
        QCOMPARE(input.states->at(500, 63), 1.0f);
        QCOMPARE(input.states->at(501, 63), 0.0f); // padding
    }

    // Each would take 60 bytes of memory for 2 of the file.
    void refuses_tokens_that_the_file_does_not_justify() {
        const auto file = write(QByteArray("1\n").repeated(3'000'000));
        VERIFY_ERROR(test::error_of([&] { read_hidden_states_csv(file, 1); }),
                     "which is more than a file of");
        QCOMPARE(read_hidden_states_csv(write(QByteArray("1\n").repeated(100'000)), 1).states->rows(),
                 100'000);
    }

    void refuses_a_token_without_end() {
        const auto file = write("batch,position,token,0\n0,0," + QByteArray(65537, 'x') + ",1\n");
        VERIFY_ERROR(test::error_of([&] { read_hidden_states_csv(file, 1); }),
                     "line 2: a token of more than 65536 bytes");
    }
};

static const ffn::test::Case<TestHiddenStatesCsv> kCase;
#include "tst_hidden_states_csv.moc"
