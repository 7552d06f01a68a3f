#include "tests/test_case.h"
#include "tests/ui/heatmap/snapshot_literal.h"
#include "ui/heatmap/map_tickers.h"
#include "ui/heatmap/row_labels.h"

#include <QTest>

using namespace ffn::ui;

class TestRowLabels : public QObject {
    Q_OBJECT
  private slots:
    void tokensCanBeSeen_data() {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QString>("shown");
        QTest::newRow("word") << QByteArray("fox") << "fox";
        QTest::newRow("Chinese") << QByteArray("狐狸") << "狐狸";
        QTest::newRow("line break") << QByteArray("\n") << "⏎";
        QTest::newRow("tab") << QByteArray("a\tb") << "a⇥b";
        QTest::newRow("control") << QByteArray("\x01") << "␁";
        QTest::newRow("blank") << QByteArray(" ") << "␣";
        QTest::newRow("leading blank") << QByteArray(" quick") << "␣quick";
        QTest::newRow("blank within") << QByteArray("a b") << "a b";
        QTest::newRow("part of a character") << QByteArray("\xE4\xBD") << "<0xE4><0xBD>";
        QTest::newRow("empty") << QByteArray("") << "";
    }
    void tokensCanBeSeen() {
        QFETCH(QByteArray, token);
        QTEST(visibleToken(token.toStdString()), "shown");
    }

    void raggedBatch() {
        const RowLabels labels(fixture::tokenBatch({{"one", "two"}, {"three"}}), 2, 2);
        QCOMPARE(labels.rows(), 4);
        QCOMPARE(labels.axisLabel(0), "0▸ one");
        QCOMPARE(labels.axisLabel(1), "two");
        QCOMPARE(labels.axisLabel(2), "1▸ three");
        QCOMPARE(labels.axisLabel(3), "");
        QVERIFY(labels.isPadding(3) && !labels.isPadding(2));
        QVERIFY(labels.hasPadding());
        QCOMPARE(labels.sentence(2), "sequence 1, token 0 “three”");
        QCOMPARE(labels.sentence(3), "sequence 1, token 1 (padding)");
    }

    void sequencesBeginWithALabel() {
        using Rows = std::vector<qint64>;
        QCOMPARE(labelledRows(RowLabels(nullptr, 1, 7), 2, 0, 6), (Rows{0, 2, 4, 6}));
        QCOMPARE(labelledRows(RowLabels(nullptr, 1, 7), 2, 3, 5), (Rows{4}));
        QCOMPARE(labelledRows(RowLabels(nullptr, 3, 5), 2, 0, 14), (Rows{0, 2, 5, 7, 10, 12, 14}));
        QCOMPARE(labelledRows(RowLabels(nullptr, 6, 2), 4, 0, 11), (Rows{0, 4, 8}));
    }

    void namelessRowsAreCalledByTheirPosition() {
        const RowLabels labels(nullptr, 1, 3);
        QCOMPARE(labels.axisLabel(2), "2");
        QCOMPARE(labels.sentence(2), "token 2");
        QVERIFY(!labels.hasPadding());
        QCOMPARE(labels.sentence(3), "");
    }
};

static const ffn::test::Case<TestRowLabels> kCase;
#include "tst_row_labels.moc"
