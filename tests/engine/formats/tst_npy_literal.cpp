#include "engine/formats/npy_literal.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestNpyLiteral : public QObject {
    Q_OBJECT

  private slots:
    void takes_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("descr");
        QTest::addColumn<QList<qint64>>("shape");
        using Shape = QList<qint64>;
        QTest::newRow("NumPy's own") << QByteArray(
                                            "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 4), }  \n")
                                     << "<f4" << Shape{3, 4};
        QTest::newRow("another order, no spaces")
            << QByteArray("{\"shape\":(),\"fortran_order\":True,\"descr\":\"|b1\"}") << "|b1" << Shape{};
        QTest::newRow("long numbers")
            << QByteArray("{'descr':'<f4','fortran_order':True,'shape':(3L,)}") << "<f4" << Shape{3};
        QTest::newRow("structured")
            << QByteArray(
                   "{'descr':[('a','<f4'),('b\\'',[('c','<i2',(2,3))])],'fortran_order':True,'shape':(2,)}")
            << "" << Shape{2};
    }
    void takes() {
        QFETCH(QByteArray, text);
        QFETCH(QString, descr);
        QFETCH(QList<qint64>, shape);
        const std::string bytes = text.toStdString();
        const NpyLiteral literal = parse_npy_literal(bytes);
        QCOMPARE(QString::fromStdString(literal.descr), descr);
        QVERIFY(literal.fortran_order);
        QCOMPARE(QList<qint64>(literal.shape.begin(), literal.shape.end()), shape);
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("text");
        const auto good = QByteArray("{'descr':'<f4','fortran_order':False,'shape':(3,)}");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("empty dict") << QByteArray("{}");
        QTest::newRow("key missing") << QByteArray("{'descr':'<f4','shape':(3,)}");
        QTest::newRow("key twice") << QByteArray(
            "{'descr':'<f4','descr':'<f4','fortran_order':False,'shape':(3,)}");
        QTest::newRow("another key") << QByteArray(
            "{'x':'<f4','descr':'<f4','fortran_order':False,'shape':(3,)}");
        QTest::newRow("text behind") << good + "x";
        QTest::newRow("negative") << QByteArray(good).replace("(3,)", "(-3,)");
        QTest::newRow("beyond int64") << QByteArray(good).replace("(3,)", "(9223372036854775808,)");
        QTest::newRow("no tuple") << QByteArray(good).replace("(3,)", "(3)");
        QTest::newRow("a list") << QByteArray(good).replace("(3,)", "[3]");
        QTest::newRow("only a comma") << QByteArray(good).replace("(3,)", "(,)");
        QTest::newRow("broken number") << QByteArray(good).replace("(3,)", "(3.5,)");
        QTest::newRow("two commas") << QByteArray(good).replace("(3,)", "(3,,4)");
        QTest::newRow("a small true") << QByteArray(good).replace("False", "true");
        QTest::newRow("a number as truth") << QByteArray(good).replace("False", "0");
        QTest::newRow("descr None") << QByteArray(good).replace("'<f4'", "None");
        QTest::newRow("10,000 lists") << QByteArray(good).replace("'<f4'", QByteArray(10'000, '['));
        for (int length = 1; length < good.size(); ++length)
            QTest::addRow("cut to %d", length) << good.left(length);
    }
    void refuses() {
        QFETCH(QByteArray, text);
        const std::string bytes = text.toStdString();
        const std::string error = test::error_of([&] { parse_npy_literal(bytes); });
        QVERIFY2(error.starts_with("the .npy header is broken at its character") ||
                     error.find("lacks") != std::string::npos,
                 error.c_str());
    }
};

static const ffn::test::Case<TestNpyLiteral> kCase;
#include "tst_npy_literal.moc"
