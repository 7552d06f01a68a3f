#include "engine/formats/csv_numbers.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace ffn;

namespace {

QList<QStringList> rows_of(CsvReader& csv) {
    QList<QStringList> rows;
    while (csv.next()) {
        rows.emplace_back();
        for (const std::string_view cell : csv.cells())
            rows.back() << QString::fromUtf8(cell.data(), qsizetype(cell.size()));
    }
    return rows;
}

} // namespace

class TestCsvNumbers : public QObject {
    Q_OBJECT
    test::SampleFolder m_folder;

  private slots:
    void takesCellsApart_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("header");
        QTest::addColumn<QList<QStringList>>("rows");
        using Rows = QList<QStringList>;
        QTest::newRow("bare numbers")
            << QByteArray("1,2\n3,4\n") << QStringList() << Rows{{"1", "2"}, {"3", "4"}};
        QTest::newRow("no last line end")
            << QByteArray("1,2\n3,") << QStringList() << Rows{{"1", "2"}, {"3", ""}};
        QTest::newRow("header") << QByteArray("token,0,1\nthe,1.5,2\n") << QStringList{"token", "0", "1"}
                                << Rows{{"the", "1.5", "2"}};
        QTest::newRow("header over words and numbers")
            << QByteArray("word,score\nthe,1\n") << QStringList{"word", "score"} << Rows{{"the", "1"}};
        QTest::newRow("words without header")
            << QByteArray("the,1\ncat,2\n") << QStringList() << Rows{{"the", "1"}, {"cat", "2"}};
        QTest::newRow("header alone") << QByteArray("a,b\n") << QStringList{"a", "b"} << Rows{};
        QTest::newRow("quotes") << QByteArray("\"a,\"\"b\"\"\",1\r\n\"line\nbreak\",2\r\n") << QStringList()
                                << Rows{{"a,\"b\"", "1"}, {"line\nbreak", "2"}};
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                       "1\n2\n")
                                         << QStringList() << Rows{{"1"}, {"2"}};
        QTest::newRow("empty lines") << QByteArray("\n1\n\r\n2\n\n") << QStringList() << Rows{{"1"}, {"2"}};
        QTest::newRow("nan counts as a number")
            << QByteArray("nan,1\ninf,2\n") << QStringList() << Rows{{"nan", "1"}, {"inf", "2"}};
        QTest::newRow("a quoted comma cell at the end")
            << QByteArray("1,\"\"\n2,\"x\"") << QStringList() << Rows{{"1", ""}, {"2", "x"}};
    }
    void takesCellsApart() {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, header);
        QFETCH(QList<QStringList>, rows);
        CsvReader csv(m_folder.write("t.csv", text.toStdString()));
        QStringList got_header;
        for (const auto& cell : csv.header())
            got_header << QString::fromStdString(cell);
        QCOMPARE(got_header, header);
        const auto below = [&] {
            csv.rewind();
            QList<QStringList> got = rows_of(csv);
            if (!header.isEmpty() && !got.isEmpty() && got.front() == header) got.removeFirst();
            return got;
        };
        QCOMPARE(below(), rows);
        QCOMPARE(below(), rows); // a second time
    }

    void refusesWithTheLine_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("ragged") << QByteArray("1,2\n\n3\n") << "line 3: has 1 cells, line 1 has 2";
        QTest::newRow("ragged after a broken cell") << QByteArray("\"a\nb\",2\n3\n") << "line 3: has 1 cells";
        QTest::newRow("open quote") << QByteArray("1,2\n\"3,4\n5\n") << "line 2: a quote is never closed";
        QTest::newRow("text after quote") << QByteArray("1\n\"3\"4\n") << "line 2: a comma or the line's end";
        QTest::newRow("quote inside") << QByteArray("1\n3\"4\"\n") << "line 2: a quote inside a cell";
        QTest::newRow("bare carriage return") << QByteArray("1\r2\n") << "line 1: a carriage return";
        QTest::newRow("not UTF-8") << QByteArray("1\n2\n\xC3(\n") << "line 3: is not UTF-8 text";
        QTest::newRow("binary") << QByteArray("1\n\0\n", 4) << "line 2: is not UTF-8 text";
        QTest::newRow("a row of two million cells")
            << QByteArray("1\n") + QByteArray(2'000'000, ',') << "line 2: has more than 1048576 cells";
        QTest::newRow("a quoted cell of more than a megabyte")
            << QByteArray("1\n\"") + QByteArray(1'048'577, 'x') + "\"\n"
            << "line 2: a cell of more than 1048576 bytes";
        QTest::newRow("only line ends") << QByteArray("\n\n") << "holds no cells";
        QTest::newRow("empty file") << QByteArray() << "is empty";
    }
    void refusesWithTheLine() {
        QFETCH(QByteArray, text);
        QFETCH(QString, sentence);
        const auto file = m_folder.write("broken.csv", text.toStdString());
        const QString error = QString::fromStdString(test::error_of([&] {
            CsvReader csv(file);
            rows_of(csv);
        }));
        QVERIFY2(error.contains("broken.csv") && error.contains(sentence), qPrintable(error));
    }

    void knowsTheLineOfEachRow() {
        CsvReader csv(m_folder.write("l.csv", "a,b\n\n1,\"x\ny\"\n2,z\n"));
        QList<std::size_t> lines;
        while (csv.next())
            lines << csv.line();
        QCOMPARE(lines, (QList<std::size_t>{1, 3, 5}));
    }

    void readsNumbers_data() {
        QTest::addColumn<QByteArray>("cell");
        QTest::addColumn<float>("value");
        const float inf = std::numeric_limits<float>::infinity();
        QTest::newRow("plain") << QByteArray("0.1") << 0.1F;
        QTest::newRow("spaces, plus") << QByteArray("\t +2.5e3 ") << 2500.0F;
        QTest::newRow("smallest subnormal") << QByteArray("1e-45") << 1e-45F;
        QTest::newRow("not through float64: 1 + 2^-24 + 2^-60 rounds up")
            << QByteArray("1.0000000596046447753906258673617379884035472059622406959533691406")
            << 1.00000012F;
        QTest::newRow("too large") << QByteArray("1e39") << inf;
        QTest::newRow("much too large") << QByteArray("-1e999") << -inf;
        QTest::newRow("too small") << QByteArray("1e-60") << 0.0F;
        QTest::newRow("much too small") << QByteArray("-1e-999") << -0.0F;
        QTest::newRow("infinity") << QByteArray("-inf") << -inf;
    }
    void readsNumbers() {
        QFETCH(QByteArray, cell);
        QFETCH(float, value);
        const auto number = csv_number(cell.toStdString());
        QVERIFY(number.has_value());
        QVERIFY(*number == value && std::signbit(*number) == std::signbit(value));
    }

    void readsNan() { QVERIFY(std::isnan(csv_number("nan").value_or(0))); }

    void refusesWhatIsNoNumber() {
        for (const char* cell : {"", " ", "the", "1,5", "1 2", "+-1", "+", "0x10", "1e", "--1"})
            QVERIFY2(!csv_number(cell), cell);
    }
};

static const ffn::test::Case<TestCsvNumbers> kCase;
#include "tst_csv_numbers.moc"
