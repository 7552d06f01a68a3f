#include "tests/test_case.h"
#include "tests/ui/unknown_weights.h"
#include "ui/dialogs/mapping_dialog.h"

#include <QtTest>
#include <QtWidgets>

using namespace ffn;
using namespace ffn::ui;

class TestMappingDialog : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void offersOnlyWhatFits();
    void goesOnOnlyWithABlock();
    void aMappingIsShownAgain();
    void withoutANormItsFieldsRest();

  private:
    QTemporaryDir m_folder;
    std::shared_ptr<const TensorArchive> m_archive;
};

namespace {

QComboBox* box(const QDialog& dialog, const char* name) {
    return dialog.findChild<QComboBox*>(name);
}

QStringList offered(const QDialog& dialog, const char* name) {
    QStringList tensors;
    for (int i = 1; i < box(dialog, name)->count(); ++i)
        tensors += box(dialog, name)->itemData(i).toString();
    return tensors;
}

/// As a person does it: by the letters of the name.
void choose(const QDialog& dialog, const char* name, const char* letters) {
    box(dialog, name)->setFocus();
    QTest::keyClicks(box(dialog, name), letters);
}

bool canOpen(const QDialog& dialog) {
    return dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->isEnabled();
}

} // namespace

void TestMappingDialog::initTestCase() {
    m_archive =
        open_archive(test::writeUnknownWeights(m_folder.filePath("weights.safetensors")).toStdString());
}

void TestMappingDialog::offersOnlyWhatFits() {
    MappingDialog dialog(m_archive);
    dialog.show();
    QCOMPARE(offered(dialog, "mapping_up"), QStringList({"alpha", "beta", "words"}));
    QCOMPARE(offered(dialog, "mapping_down"), QStringList({"alpha", "beta", "words"}));
    choose(dialog, "mapping_up", "alpha");
    // Of [6, 4] the second matrix is [4, 6]; the first one's bias has 6 or, the other way round, 4 numbers.
    QCOMPARE(offered(dialog, "mapping_down"), QStringList({"beta"}));
    choose(dialog, "mapping_down", "beta");
    choose(dialog, "mapping_up_bias", "gamma");
    QCOMPARE(offered(dialog, "mapping_down_bias"), QStringList({"delta", "zeta", "eta"}));
    choose(dialog, "mapping_down_bias", "delta");
    QCOMPARE(offered(dialog, "mapping_norm_gain"), QStringList({"zeta", "eta"}));
}

void TestMappingDialog::goesOnOnlyWithABlock() {
    MappingDialog dialog(m_archive);
    dialog.show();
    QVERIFY(!canOpen(dialog));
    QVERIFY(dialog.findChild<QLabel*>("mappingProblem")->text().contains("at least"));
    choose(dialog, "mapping_up", "alpha");
    choose(dialog, "mapping_down", "beta");
    QVERIFY(canOpen(dialog));
    QCOMPARE(dialog.problem(), QString());
    QCOMPARE(dialog.findChild<QLabel*>("mappingSummary")->text().replace(QChar::Nbsp, ' '),
             "d_model 4 · d_ff 6 · not gated");
    dialog.findChild<QLineEdit*>("mappingEps")->setText("0");
    QVERIFY(!canOpen(dialog));
    dialog.findChild<QLineEdit*>("mappingEps")->setText("1e-6");
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(accepted.count(), 1);
    QCOMPARE(mapping_text(dialog.mapping().mapping), std::string("up=alpha,down=beta"));
    QCOMPARE(*dialog.mapping().say.eps, 1e-6);
}

void TestMappingDialog::aMappingIsShownAgain() {
    KeptMapping kept;
    kept.mapping = mapping_from_text("up=alpha,up_bias=gamma,down=beta,norm_gain=eta,layout=out_in");
    kept.say = {Activation::Silu, Norm::RmsNorm, NormPlacement::Pre, 1e-6, {}};
    MappingDialog dialog(m_archive);
    dialog.setMapping(kept);
    QVERIFY(dialog.mapping() == kept);
    QVERIFY(dialog.problem().isEmpty());
}

void TestMappingDialog::withoutANormItsFieldsRest() {
    MappingDialog dialog(m_archive);
    dialog.show();
    box(dialog, "mappingNorm")->setFocus();
    QTest::keyClick(box(dialog, "mappingNorm"), Qt::Key_End);
    QVERIFY(!box(dialog, "mappingPlacement")->isEnabled());
    QVERIFY(!box(dialog, "mapping_norm_gain")->isEnabled());
}

static const ffn::test::Case<TestMappingDialog> kCase;
#include "tst_mapping_dialog.moc"
