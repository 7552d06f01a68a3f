#include "engine/core/number_text.h"
#include "tests/test_case.h"
#include "tests/ui/panels/hand_made_snapshot.h"
#include "ui/inspector/inspector_view.h"

#include <QtTest>
#include <QtWidgets>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestInspectorView : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup();
    void showsTheExactValueAndItsPlace();
    void theTermsAreTheDotProduct();
    void aTermIsFollowedAndBackReturns();
    void aHiddenUnitShowsTheSumItsActivationWasGiven();
    void enterFollowsAndAltBackspaceReturns();
    void showsWhatBecameOfIt();
    void theNumberOfTermsCanBeChanged();
    void saysWhyThereIsNoSum();

  private:
    QString text(const char* name) const { return m_view->findChild<QLabel*>(name)->text(); }
    QTableView& table() const { return *m_view->findChild<QTableView*>("inspectorTerms"); }
    QString cell(int row, int column) const { return table().model()->index(row, column).data().toString(); }
    void clickTerm(int row);

    std::shared_ptr<Snapshot> m_snapshot;
    std::unique_ptr<ViewState> m_state;
    std::unique_ptr<InspectorView> m_view;
};

void TestInspectorView::init() {
    m_snapshot = test::hand_made();
    m_state = std::make_unique<ViewState>();
    m_state->fitTo(6, test::kModelWidth, test::kHiddenWidth);
    m_view = std::make_unique<InspectorView>(m_state.get());
    m_view->resize(420, 500);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->setSnapshot(m_snapshot);
}

void TestInspectorView::cleanup() {
    m_view.reset();
    m_state.reset();
}

void TestInspectorView::clickTerm(int row) {
    const QRect place = table().visualRect(table().model()->index(row, 0));
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, place.center());
}

void TestInspectorView::showsTheExactValueAndItsPlace() {
    m_state->pointAt(Stage::Normalized, 4, 2); // batch row 1, position 1
    const float value = m_snapshot->stage(Stage::Normalized).at(4, 2);
    QCOMPARE(text("inspectorValue"), QString::fromStdString(number_text(value)));
    QCOMPARE(text("inspectorValue").toFloat(), value);
    QCOMPARE(text("inspectorPlace"), QString("token «狐狸» · position 1 · batch row 1 · unit 2 of 4"));
    QVERIFY(text("inspectorTorch").contains("rstd"));
    QVERIFY(text("inspectorFormula").startsWith(QString("(s − μ) · rstd")));
    m_state->setStage(Stage::ResidualSum); // by the name it has in the strip; files have another
    QCOMPARE(text("inspectorStage"), QString("residual sum"));
    QVERIFY(m_view->findChild<QLabel*>("inspectorStage")->toolTip().contains("residual_sum"));
}

void TestInspectorView::theTermsAreTheDotProduct() {
    m_state->pointAt(Stage::PreActivation, 1, 3);
    // Four products, the bias, the total; the largest product comes first.
    double largest = 0, sum = double(m_snapshot->model->up_bias.values()[3]);
    for (qint64 i = 0; i < 4; ++i) {
        const double product =
            double(m_snapshot->model->up.at(3, i)) * double(m_snapshot->stage(Stage::Input).at(1, i));
        sum += product;
        if (std::abs(product) > std::abs(largest)) largest = product;
    }
    const int last = table().model()->rowCount() - 1;
    QCOMPARE(cell(last, 0), QString("total"));
    const auto number = [](QString shown) { return shown.replace(QChar(0x2212), '-').toDouble(); };
    QVERIFY(std::abs(number(cell(last, 3)) - sum) < 1e-3 * std::abs(sum)); // shown with four digits
    QVERIFY(std::abs(number(cell(0, 3)) - largest) < 1e-3 * std::abs(largest));
    QVERIFY(text("inspectorCheck").startsWith("✓"));
}

void TestInspectorView::aTermIsFollowedAndBackReturns() {
    auto* back = m_view->findChild<QToolButton*>("inspectorBack");
    m_state->pointAt(Stage::PreActivation, 1, 3);
    QVERIFY(!back->isEnabled());
    const qint64 unit = cell(0, 0).section(' ', -1).toInt();
    clickTerm(0);
    QCOMPARE(m_state->stage(), Stage::Input);
    QCOMPARE(m_state->row(), 1);
    QCOMPARE(m_state->unit(), unit);
    QVERIFY(back->isEnabled());
    QTest::mouseClick(back, Qt::LeftButton);
    QCOMPARE(m_state->stage(), Stage::PreActivation);
    QCOMPARE(m_state->unit(), 3);
    QVERIFY(!back->isEnabled());
    clickTerm(table().model()->rowCount() - 1); // the total leads nowhere
    QCOMPARE(m_state->stage(), Stage::PreActivation);
}

void TestInspectorView::aHiddenUnitShowsTheSumItsActivationWasGiven() {
    m_state->pointAt(Stage::Hidden, 1, 3);
    QVERIFY2(cell(0, 0).startsWith("input x · unit "), qPrintable(cell(0, 0)));
    const float given = m_snapshot->stage(Stage::PreActivation).at(1, 3);
    const QString shown = QString::fromStdString(number_text(given)).replace('-', QChar(0x2212));
    QVERIFY2(text("inspectorCheck").contains(shown), qPrintable(text("inspectorCheck")));
    clickTerm(0);
    QCOMPARE(m_state->stage(), Stage::Input);
}

void TestInspectorView::enterFollowsAndAltBackspaceReturns() {
    m_state->pointAt(Stage::Projection, 0, 1);
    table().setFocus();
    table().setCurrentIndex(table().model()->index(0, 0));
    const qint64 unit = cell(0, 0).section(' ', -1).toInt();
    QTest::keyClick(&table(), Qt::Key_Return);
    QCOMPARE(m_state->stage(), Stage::Hidden);
    QCOMPARE(m_state->unit(), unit);
    QTest::keyClick(&table(), Qt::Key_Backspace, Qt::AltModifier);
    QCOMPARE(m_state->stage(), Stage::Projection);
    QCOMPARE(m_state->unit(), 1);
}

void TestInspectorView::showsWhatBecameOfIt() {
    m_state->pointAt(Stage::PreActivation, 1, 5); // −64 and some: ReLU makes 0 of it
    auto* next = m_view->findChild<QToolButton*>("inspectorNext");
    QCOMPARE(next->text(), QString("→ hidden: 0"));
    QTest::mouseClick(next, Qt::LeftButton);
    QCOMPARE(m_state->stage(), Stage::Hidden);
    QCOMPARE(m_state->unit(), 5);
    QVERIFY(!next->isVisible()); // hidden's next cell lies elsewhere: every unit of the projection
}

void TestInspectorView::theNumberOfTermsCanBeChanged() {
    // 40 hidden units, all alike: 8 are shown, 32 are the rest.
    auto model = std::make_shared<FeedForward>(FeedForward{});
    model->config = m_snapshot->config;
    model->config.d_ff = 40;
    Tensor down({1, 4, 40});
    std::ranges::fill(down.values(), 0.5f);
    model->down = std::move(down);
    model->down_bias = Tensor({1, 1, 4});
    auto hidden = std::make_shared<Tensor>(Shape{2, 3, 40});
    for (float& h : hidden->values())
        h = 2;
    auto projection = std::make_shared<Tensor>(Shape{2, 3, 4});
    for (float& p : projection->values())
        p = 40;
    m_state->pointAt(Stage::Projection, 0, 0); // this block has no first matrix to look at
    m_snapshot->model = model;
    m_snapshot->config = model->config;
    m_snapshot->kept[std::size_t(Stage::Hidden)] = hidden;
    m_snapshot->kept[std::size_t(Stage::Projection)] = projection;
    m_view->setSnapshot(m_snapshot);
    m_state->pointAt(Stage::Projection, 0, 0);
    QStringList kinds;
    for (int row = 0; row < table().model()->rowCount(); ++row)
        kinds += cell(row, 0);
    QVERIFY2(kinds.contains("… and 32 others"), qPrintable(kinds.join(", ")));
    QVERIFY(text("inspectorCheck").startsWith("✓"));
    auto* count = m_view->findChild<QComboBox*>("inspectorCount");
    QVERIFY(count->isVisible());
    count->setFocus();
    QTest::keyClick(count, Qt::Key_End);
    QCOMPARE(count->currentText(), QString("all"));
    QVERIFY(table().model()->rowCount() >= 42); // 40 products, bias, total
}

void TestInspectorView::saysWhyThereIsNoSum() {
    m_state->pointAt(Stage::Input, 0, 0);
    QVERIFY(text("inspectorCheck").contains("given, not computed"));
    QVERIFY(!table().isVisible());
    m_snapshot->model = nullptr;
    m_view->setSnapshot(m_snapshot);
    m_state->pointAt(Stage::Projection, 0, 0);
    QVERIFY(text("inspectorCheck").contains("not known"));
    QVERIFY(!text("inspectorValue").isEmpty());
    m_state->pointAt(Stage::Projection, 5, 0);
    bool said = false;
    for (const QLabel* label : m_view->findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text().contains("padding"));
    QVERIFY(said);
}

static const ffn::test::Case<TestInspectorView> kCase;
#include "tst_inspector_view.moc"
