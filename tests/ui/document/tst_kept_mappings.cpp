#include "tests/test_case.h"
#include "tests/ui/unknown_weights.h"
#include "ui/document/document.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace ffn::ui {

namespace {

KeptMapping mapping() {
    KeptMapping kept;
    kept.mapping = mapping_from_text("up=alpha,down=beta,up_bias=gamma,norm_gain=zeta,layout=out_in");
    kept.say.activation = Activation::Gelu;
    kept.say.norm = Norm::RmsNorm;
    kept.say.placement = NormPlacement::Pre;
    kept.say.eps = 1e-6;
    return kept;
}

QString keyOf(const QString& file) {
    return archiveKey(*open_archive(file.toStdString()));
}

} // namespace

/// Blocks nobody knows, put together by hand and known again.
class TestKeptMappings : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void theKeyIsOfTensorsNotOfValues();
    void whatIsKeptComesBack();
    void whatCannotBeReadIsNothing();
    void anUnknownBlockIsAskedForOnce();
    void aMappingIsNotLostToAFileThatFails();

  private:
    QTemporaryDir m_folder;
};

void TestKeptMappings::initTestCase() {
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
}

void TestKeptMappings::theKeyIsOfTensorsNotOfValues() {
    const QString one = test::writeUnknownWeights(m_folder.filePath("one.safetensors"));
    const QString trained = test::writeUnknownWeights(m_folder.filePath("two.safetensors"), 0.75f);
    const QString other = test::writeUnknownWeights(m_folder.filePath("three.safetensors"), 0.5f, "alphb");
    QCOMPARE(keyOf(one), keyOf(trained));
    QVERIFY(keyOf(one) != keyOf(other));
}

void TestKeptMappings::whatIsKeptComesBack() {
    QVERIFY(!keptMapping("k"));
    keepMapping("k", mapping());
    QVERIFY(keptMapping("k") == mapping());
    KeptMapping less;
    less.mapping = mapping_from_text("up=a,down=b");
    less.say.activation = Activation::Relu;
    keepMapping("k", less); // nothing of the former stays
    QVERIFY(keptMapping("k") == less);
    forgetMapping("k");
    QVERIFY(!keptMapping("k"));
}

void TestKeptMappings::whatCannotBeReadIsNothing() {
    QSettings().setValue("mappings/bad/tensors", "upp=a");
    QVERIFY(!keptMapping("bad"));
}

void TestKeptMappings::anUnknownBlockIsAskedForOnce() {
    const QString file = test::writeUnknownWeights(m_folder.filePath("asked.safetensors"));
    Document document;
    QSignalSpy unknown(&document, &Document::blockUnknown), failed(&document, &Document::failed);
    Request request;
    request.model.random.d_model = 4; // as wide as the file's tensors: still no hidden states
    request.model.random.d_ff = 8;
    request.input.texts = {"one two"};
    document.start(request);
    QTRY_VERIFY(document.snapshot());
    document.openFiles({file});
    QTRY_COMPARE(unknown.count(), 1);
    QCOMPARE(failed.count(), 1);
    QCOMPARE(document.snapshot()->config.d_ff, 8); // the last good state stays
    document.openMapped(file, mapping());
    QTRY_COMPARE(document.snapshot()->config.d_ff, 6);
    const FeedForward& model = *document.snapshot()->model;
    QVERIFY(model.config.activation == Activation::Gelu && model.config.norm == Norm::RmsNorm);
    QCOMPARE(model.up.at(5, 3), 0.5f);
    // Kept, it opens at once; and another file of the same tensors, too.
    keepMapping(keyOf(file), mapping());
    document.openFiles({test::writeUnknownWeights(m_folder.filePath("again.safetensors"), 0.25f)});
    QTRY_VERIFY(document.snapshot()->model->up.at(0, 0) == 0.25f);
    QCOMPARE(unknown.count(), 1);
    // What is said at a start goes before what is kept.
    request.model.overrides.activation = Activation::Relu;
    request.input.tokenizer = "bytes";
    document.start(request, {file});
    QTRY_VERIFY(document.snapshot()->config.activation == Activation::Relu);
    QVERIFY(document.snapshot()->config.norm == Norm::RmsNorm);
    QCOMPARE(document.snapshot()->tokens->len(), 7); // the bytes of "one two"
}

void TestKeptMappings::aMappingIsNotLostToAFileThatFails() {
    const QString file = test::writeUnknownWeights(m_folder.filePath("mapped.safetensors"));
    Document document;
    QSignalSpy failed(&document, &Document::failed);
    Request request;
    request.model.random.d_model = 8;
    request.model.random.d_ff = 8;
    document.start(request);
    QTRY_VERIFY(document.snapshot());
    document.openFiles({"/no/such/file"});
    document.openMapped(file, mapping());
    QTRY_VERIFY(!document.isBusy());
    QCOMPARE(failed.count(), 0);
    QCOMPARE(document.snapshot()->config.d_ff, 6);
    document.undoStack()->setIndex(0);
    QTRY_COMPARE(document.snapshot()->config.d_ff, 8);
}

static const test::Case<TestKeptMappings> kCase;

} // namespace ffn::ui

#include "tst_kept_mappings.moc"
