#include "engine/core/error.h"
#include "engine/forward/edits.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>

namespace ffn {

class TestEdits : public QObject {
    Q_OBJECT
  private slots:
    void theyApplyInTheirOrder();
    void nanPassesAllButFixedValuesAndAblations();
    void unitsAreListedOnce();
    void whatCannotBeIsRefused();
};

void TestEdits::theyApplyInTheirOrder() {
    Edits edits;
    edits.threshold = 0.5f;
    edits.scaled = {{1, 10.0f}};
    edits.clamped = {{1, {2.0f, 7.0f}}, {2, {-1.0f, 1.0f}}};
    QCOMPARE(edited(edits, 0, 0.5f), 0.0f);
    QCOMPARE(edited(edits, 0, 0.6f), 0.6f);
    QCOMPARE(edited(edits, 1, 0.4f), 2.0f); // 0 by the threshold, 0 scaled, then the lower bound
    QCOMPARE(edited(edits, 1, 0.6f), 6.0f);
    QCOMPARE(edited(edits, 1, 3.0f), 7.0f);
    QCOMPARE(edited(edits, 2, 3.0f), 1.0f);
    edits.ablated = {1};
    QCOMPARE(edited(edits, 1, 3.0f), 0.0f);
}

void TestEdits::nanPassesAllButFixedValuesAndAblations() {
    Edits edits;
    edits.threshold = 0.0f;
    edits.scaled = {{0, 2.0f}};
    edits.clamped = {{0, {0.0f, 1.0f}}, {1, {3.0f, 3.0f}}};
    edits.ablated = {2};
    QVERIFY(std::isnan(edited(edits, 0, std::nanf(""))));
    QCOMPARE(edited(edits, 1, std::nanf("")), 3.0f);
    QCOMPARE(edited(edits, 2, std::nanf("")), 0.0f);
}

void TestEdits::unitsAreListedOnce() {
    Edits edits;
    edits.ablated = {4, 9};
    edits.scaled = {{9, 2.0f}, {1, 1.0f}};
    edits.clamped = {{4, {0, 0}}, {6, {0, 1}}};
    QCOMPARE(edited_units(edits), (std::set<std::int64_t>{1, 4, 6, 9}));
}

void TestEdits::whatCannotBeIsRefused() {
    const auto refuses = [](const Edits& edits) {
        try {
            check_edits(edits, 8);
        } catch (const Error&) {
            return true;
        }
        return false;
    };
    QVERIFY(!refuses({{0, 7}, {{3, 1.0f}}}));
    QVERIFY(refuses({{8}, {}}));
    QVERIFY(refuses({{}, {{-1, 1.0f}}}));
    Edits edits;
    edits.clamped = {{3, {1.0f, 0.0f}}};
    QVERIFY(refuses(edits));
    edits.clamped = {{3, {std::nanf(""), 0.0f}}};
    QVERIFY(refuses(edits));
}

static const test::Case<TestEdits> kCase;

} // namespace ffn

#include "tst_edits.moc"
