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
    void theTensorsSayWhichNormItIs();
    void ofSquareMatricesTheLayoutIsAskedFor();

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
    QVERIFY(!canOpen(dialog)); // as the command line, which asks for --activation
    QVERIFY2(dialog.problem().contains("activation"), qPrintable(dialog.problem()));
    choose(dialog, "mappingActivation", "gelu");
    QCOMPARE(dialog.problem(), QString());
    QVERIFY(canOpen(dialog));
    QCOMPARE(dialog.findChild<QLabel*>("mappingSummary")->text().replace(QChar::Nbsp, ' '),
             "d_model 4 · d_ff 6 · not gated");
    choose(dialog, "mappingNorm", "rms");
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

// Without one there is no norm, with a bias it is LayerNorm, a gain alone leaves it open: as with --map.
void TestMappingDialog::theTensorsSayWhichNormItIs() {
    MappingDialog dialog(m_archive);
    dialog.show();
    choose(dialog, "mapping_up", "alpha");
    choose(dialog, "mapping_down", "beta");
    choose(dialog, "mappingActivation", "relu");
    QVERIFY(canOpen(dialog));
    QVERIFY(!box(dialog, "mappingPlacement")->isEnabled());
    const auto block = [&] {
        const KeptMapping kept = dialog.mapping();
        return map_block(*m_archive, kept.mapping, kept.say);
    };
    QCOMPARE(block().config.norm, Norm::None);
    choose(dialog, "mapping_norm_gain", "zeta");
    QVERIFY(!canOpen(dialog));
    QVERIFY2(dialog.problem().contains("which norm"), qPrintable(dialog.problem()));
    QVERIFY(box(dialog, "mappingPlacement")->isEnabled());
    choose(dialog, "mapping_norm_bias", "eta");
    QVERIFY(canOpen(dialog));
    QCOMPARE(block().config.norm, Norm::LayerNorm);
    choose(dialog, "mappingNorm", "rms");
    QCOMPARE(block().config.norm, Norm::RmsNorm);
}

void TestMappingDialog::ofSquareMatricesTheLayoutIsAskedFor() {
    const QByteArray header = R"({"one":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},)"
                              R"("two":{"dtype":"F32","shape":[2,2],"data_offsets":[16,32]}})";
    QFile file(m_folder.filePath("square.safetensors"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(1, char(header.size())) + QByteArray(7, 0) + header + QByteArray(32, 0));
    file.close();
    MappingDialog dialog(open_archive(file.fileName().toStdString()));
    dialog.show();
    choose(dialog, "mapping_up", "one");
    choose(dialog, "mapping_down", "two");
    choose(dialog, "mappingActivation", "relu");
    QVERIFY2(dialog.problem().contains("choose the layout") && !dialog.problem().contains("--map"),
             qPrintable(dialog.problem()));
    choose(dialog, "mappingLayout", "[out");
    QVERIFY2(canOpen(dialog), qPrintable(dialog.problem()));
}

static const ffn::test::Case<TestMappingDialog> kCase;
#include "tst_mapping_dialog.moc"
