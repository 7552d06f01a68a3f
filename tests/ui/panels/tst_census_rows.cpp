#include "tests/test_case.h"
#include "ui/panels/census_rows.h"

#include <QTest>

using namespace ffn;
using namespace ffn::ui;

class TestCensusRows : public QObject {
    Q_OBJECT
  private slots:
    void namesEachTokenOnceInTheOrderOfItsValue();
};

void TestCensusRows::namesEachTokenOnceInTheOrderOfItsValue() {
    TokenBatch tokens;
    tokens.rows = {{{"a"}, {" b"}}, {{"a"}, {"\n"}, {""}}};
    UnitCensus census;
    const auto top = [](qint64 sequence, qint64 position, const char* text) {
        return TopToken{1, {}, sequence, position, text, {}, {}};
    };
    UnitRecord awake, dead;
    awake.top = {top(1, 1, "\n"), top(1, 0, "a"), top(0, 0, "a"), top(0, 1, " b"), top(1, 2, "")};
    awake.main_token = std::string("a");
    census.units = {awake, dead};
    const CensusRows rows = censusRows(census, tokens);
    QCOMPARE(rows.topText, (QStringList{"⏎  a  ␣b  2", "–"})); // one without a text goes by its position
    QCOMPARE(rows.vocabulary.size(), 4);
    QCOMPARE(rows.top[0].size(), 4u);
    QCOMPARE(rows.vocabulary[rows.main[0]], QString("a"));
    QCOMPARE(rows.main[1], -1);
    QCOMPARE(rows.bare, (QStringList{"⏎", "a", "b", "2"}));
    QCOMPARE(bareToken("▁The"), QString("the"));
    QCOMPARE(bareToken("##ing</w>"), QString("ing"));
    QCOMPARE(bareToken("␣"), QString("␣")); // nothing but the mark: it is the token
}

static const ffn::test::Case<TestCensusRows> kCase;
#include "tst_census_rows.moc"
