#include "tests/test_case.h"
#include "ui/panels/unit_filter.h"

#include <QTest>

#include <algorithm>

using namespace ffn;
using namespace ffn::ui;

class TestUnitFilter : public QObject {
    Q_OBJECT
  private slots:
    void picksUnits_data();
    void picksUnits();
    void understandsAnotherLanguageToo();
    void anEmptyLinePicksAll();
};

namespace {

UnitRecord record(UnitKind kind, qint64 first, qint64 last, double share) {
    UnitRecord unit;
    unit.kind = kind;
    unit.active = first < 0 ? 0 : 5;
    unit.first_position = first;
    unit.last_position = last;
    unit.main_share = share;
    return unit;
}

// Tokens: 0 "the", 1 "␣The", 2 "there", 3 "狐狸", 4 "7"
CensusRows sixUnits() {
    CensusRows rows;
    rows.vocabulary = {"the", "␣The", "there", "狐狸", "7"};
    for (const QString& label : rows.vocabulary)
        rows.bare += bareToken(label);
    rows.census.units = {record(UnitKind::DeadSoFar, -1, -1, 0), record(UnitKind::OneToken, 0, 9, 1),
                         record(UnitKind::Position, 0, 3, 0.4),  record(UnitKind::Rare, 2, 2, 0.5),
                         record(UnitKind::AlwaysOn, 0, 63, 0.2), record(UnitKind::Other, 4, 8, 0.95)};
    for (std::size_t u = 0; u < rows.census.units.size(); ++u)
        rows.census.units[u].unit = qint64(u);
    rows.top = {{}, {0}, {2, 3}, {1}, {0, 2, 4}, {3}};
    rows.main = {-1, 0, 2, 1, 0, 3};
    return rows;
}

QList<int> picked(const QString& line, const FilterWords& words = {}) {
    const std::vector<bool> shown = passing(parseUnitFilter(line, words), sixUnits());
    QList<int> units;
    for (std::size_t u = 0; u < shown.size(); ++u)
        if (shown[u]) units += int(u);
    return units;
}

} // namespace

void TestUnitFilter::picksUnits_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QList<int>>("units");
    const auto row = [](const char* line, const QList<int>& units) { QTest::newRow(line) << line << units; };
    row("the", {1, 2, 3, 4});
    row("THE", {1, 2, 3, 4});
    row("\"the\"", {1, 3, 4});
    row("«The»", {1, 3, 4});
    row("only the", {1});
    row("only 狐狸", {5});
    row("狐", {2, 5});
    row("\"7\"", {4});
    row("dead", {0});
    row("dead so far", {0});
    row("one-token", {1});
    row("one token, rare", {1, 3});
    row("always on", {4});
    row("position", {2});
    row("position 0-3", {2, 3});
    row("positions 0–3", {2, 3});
    row("position 2", {3});
    row("3-0 5", {0, 1, 2, 3, 5});
    row("4", {4});
    row("rare the", {3});
    row("position 0-3 there", {2});
    row("nosuchtoken", {});
    row("1-99999999999999999999", {}); // no number, so a word
}

void TestUnitFilter::picksUnits() {
    QFETCH(QString, line);
    QFETCH(QList<int>, units);
    QCOMPARE(picked(line), units);
}

void TestUnitFilter::understandsAnotherLanguageToo() {
    FilterWords words;
    words.kinds[std::size_t(UnitKind::Rare)] = "罕见";
    words.position = "位置";
    words.only = "仅";
    QCOMPARE(picked("罕见", words), QList<int>{3});
    QCOMPARE(picked("rare", words), QList<int>{3});
    QCOMPARE(picked("位置 0-3", words), (QList<int>{2, 3}));
    QCOMPARE(picked("仅 the", words), QList<int>{1});
    QCOMPARE(picked("罕见，4", words), QList<int>{}); // both must hold
}

void TestUnitFilter::anEmptyLinePicksAll() {
    QCOMPARE(parseUnitFilter("  , "), UnitFilter());
    QCOMPARE(picked("").size(), 6);
}

static const ffn::test::Case<TestUnitFilter> kCase;
#include "tst_unit_filter.moc"
