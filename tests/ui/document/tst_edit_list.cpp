#include "ui/document/edit_list.h"

#include "tests/test_case.h"

#include <QTest>

namespace ffn::ui {

using Kind = UnitEdit::Kind;

class TestEditList : public QObject {
    Q_OBJECT
  private slots:
    void whatIsOnCounts() {
        EditList list;
        list.edits = {{Kind::Threshold, {}, 0.5f},       {Kind::Threshold, {}, 0.25f},
                      {Kind::Scale, {3, 4}, 2.f},        {Kind::Scale, {4}, -3.f},
                      {Kind::Clamp, {7}, 1.f},           {Kind::Clamp, {7}, 2.f},
                      {Kind::Ablate, {9, 10}, 0, false}, {Kind::Ablate, {11}}};
        const Edits edits = list.merged();
        QCOMPARE(edits.threshold, std::optional(0.5f));
        QCOMPARE(edits.scaled.at(3), 2.f);
        QCOMPARE(edits.scaled.at(4), -6.f);
        QCOMPARE(edits.clamped.at(7).min, 2.f);
        QCOMPARE(edits.ablated, std::set<std::int64_t>{11});
        QVERIFY(EditList().merged().empty());
    }

    void aListOfTheEnginesEditsSaysTheSame() {
        Edits edits;
        edits.threshold = 0.1f;
        edits.ablated = {1, 2, 5};
        edits.scaled = {{3, 0.5f}};
        edits.clamped[8] = {1.5f, 1.5f};
        QCOMPARE(edit_list(edits).merged(), edits);
    }

    void unitsAreWrittenShort() {
        QCOMPARE(units_text({12, 55, 56, 57, 60, 61}), std::string("12, 55-57, 60, 61"));
        QCOMPARE(units_text({}), std::string());
    }
};

static const ffn::test::Case<TestEditList> kCase;

} // namespace ffn::ui

#include "tst_edit_list.moc"
