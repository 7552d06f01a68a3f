#include "tests/test_case.h"
#include "ui/panels/token_text.h"

#include <QTest>

using namespace ffn;
using namespace ffn::ui;

class TestTokenText : public QObject {
    Q_OBJECT
  private slots:
    void labels_data();
    void labels();
    void paddingHasNoLabelAndNoRow();
};

void TestTokenText::labels_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qint64>("id");
    QTest::addColumn<QString>("label");
    QTest::newRow("word") << QByteArray("fox") << qint64(3) << "fox";
    QTest::newRow("space is seen") << QByteArray(" fox") << qint64(3) << "␣fox";
    QTest::newRow("a space within stays") << QByteArray("a b") << qint64(3) << "a b";
    QTest::newRow("line end is seen") << QByteArray("\n") << qint64(3) << "⏎";
    QTest::newRow("tab is seen") << QByteArray("\t") << qint64(3) << "⇥";
    QTest::newRow("Chinese") << QByteArray("狐狸") << qint64(3) << "狐狸";
    QTest::newRow("half a character") << QByteArray("\xE7\x8B") << qint64(3) << "<0xE7><0x8B>";
    QTest::newRow("control character") << QByteArray("\x01") << qint64(3) << "␁";
    QTest::newRow("only an id") << QByteArray() << qint64(7) << "#7";
    QTest::newRow("neither text nor id") << QByteArray() << qint64(-1) << "12";
}

void TestTokenText::labels() {
    QFETCH(QByteArray, bytes);
    QFETCH(qint64, id);
    QTEST(tokenLabel(Token{bytes.toStdString(), id, 0, 0}, 12), "label");
}

void TestTokenText::paddingHasNoLabelAndNoRow() {
    TokenBatch tokens;
    tokens.rows = {{{"a"}, {"b"}, {"c"}}, {{"d"}}};
    QCOMPARE(realRows(tokens), (std::vector<qint64>{0, 1, 2, 3}));
    QCOMPARE(tokenLabels(tokens), (QStringList{"a", "b", "c", "d"}));
    QCOMPARE(tokenLabel(tokens, 3), QString("d"));
    for (const qint64 row : {-1, 4, 5, 6}) {
        QVERIFY(!isRealRow(tokens, row));
        QCOMPARE(tokenLabel(tokens, row), QString());
    }
    QVERIFY(!isRealRow(TokenBatch{}, 0));
}

static const ffn::test::Case<TestTokenText> kCase;
#include "tst_token_text.moc"
