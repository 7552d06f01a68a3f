#include "tests/test_case.h"
#include "ui/inspector/term_model.h"
#include "ui/panels/bar_delegate.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestTermModel : public QObject {
    Q_OBJECT
  private slots:
    void showsASumThatAddsUp();
    void barsShareOneScale();
    void aSumWithoutProductsSaysHowMany();
    void onlyCellsCanBeFollowed();
    void nothingIsAnEmptyTable();
    void nanIsShownAsItIs();
};

namespace {

Provenance projection() {
    Provenance p;
    p.stage = Stage::Projection;
    p.terms = {{Term::Kind::Product, Stage::Hidden, 37, 2, -1.5, -3},
               {Term::Kind::Product, Stage::Hidden, 4, 0.5, 2, 1},
               {Term::Kind::Bias, std::nullopt, -1, 0, 0, 0.25},
               {Term::Kind::Rest, std::nullopt, -1, 0, 0, 0.5}};
    p.rest_terms = 504;
    p.sum = -1.25;
    p.value = -1.25f;
    return p;
}

QStringList row(const TermModel& model, int r) {
    QStringList texts;
    for (int column = 0; column < model.columnCount(); ++column)
        texts += model.index(r, column).data().toString();
    return texts;
}

} // namespace

void TestTermModel::showsASumThatAddsUp() {
    TermModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setProvenance(projection());
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(row(model, 0), (QStringList{"hidden · unit 37", "2", "× −1.5", "−3"}));
    QCOMPARE(row(model, 2), (QStringList{"bias", "", "", "0.25"}));
    QCOMPARE(row(model, 3), (QStringList{"… and 504 others", "", "", "0.5"}));
    QCOMPARE(row(model, 4), (QStringList{"total", "", "", "−1.25"}));
}

void TestTermModel::barsShareOneScale() {
    TermModel model;
    model.setProvenance(projection());
    const std::vector<double> expected{-1, 1 / 3.0, 0.25 / 3, 0.5 / 3, -1.25 / 3};
    for (int r = 0; r < 5; ++r) {
        QCOMPARE(model.index(r, TermModel::Value).data(kBarRole).toDouble(), expected[std::size_t(r)]);
        QVERIFY(!model.index(r, TermModel::Factor).data(kBarRole).isValid());
    }
}

void TestTermModel::aSumWithoutProductsSaysHowMany() {
    TermModel model;
    Provenance p;
    p.terms = {{Term::Kind::Rest, Stage::ResidualSum, -1, 0, 0, 1.5}};
    p.rest_terms = 512;
    p.sum = 1.5;
    model.setProvenance(p);
    QCOMPARE(row(model, 0).first(), QString("sum of 512 terms"));
}

void TestTermModel::onlyCellsCanBeFollowed() {
    TermModel model;
    model.setProvenance(projection());
    QVERIFY(model.leadsSomewhere(0));
    for (const int r : {2, 3, 4, 5, -1})
        QVERIFY(!model.leadsSomewhere(r));
    QCOMPARE(model.termAt(1)->unit, 4);
    QCOMPARE(model.termAt(4), nullptr);
}

void TestTermModel::nothingIsAnEmptyTable() {
    TermModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setProvenance(projection());
    model.setProvenance(std::nullopt);
    QCOMPARE(model.rowCount(), 0);
    model.retranslate();
}

void TestTermModel::nanIsShownAsItIs() {
    TermModel model;
    Provenance p = projection();
    p.terms[0].value = p.sum = NAN;
    model.setProvenance(p);
    QCOMPARE(row(model, 0).last(), QString("NaN"));
    QCOMPARE(model.index(1, TermModel::Value).data(kBarRole).toDouble(), 1.0); // the largest that is a number
}

static const ffn::test::Case<TestTermModel> kCase;
#include "tst_term_model.moc"
