#include "tests/test_case.h"
#include "ui/dialogs/export_dialog.h"

#include <QtTest>
#include <QtWidgets>

using namespace ffn;
using namespace ffn::ui;

class TestExportDialog : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void asksForFormatsAndAFolder();
    void choosesByKeyboard();
    void listsFilesBeforeOverwritingThem();
    void aFileThatComesLateIsAskedAbout();
    void remembersTheChoices();

  private:
    std::unique_ptr<ExportDialog> dialog() const;
    static QString problem(const ExportDialog& d) { return d.findChild<QLabel*>("exportProblem")->text(); }
    static bool canExport(const ExportDialog& d) {
        return d.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->isEnabled();
    }
    static void typeFolder(const ExportDialog& d, const QString& folder);
    static void toggle(const ExportDialog& d, const char* box) {
        QTest::keyClick(d.findChild<QWidget*>(box), Qt::Key_Space);
    }
    static void touch(const QString& path) {
        QFile file(path);
        QVERIFY(file.open(QFile::WriteOnly));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestExportDialog::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder->filePath("settings"));
}

std::unique_ptr<ExportDialog> TestExportDialog::dialog() const {
    auto d = std::make_unique<ExportDialog>(Stage::Hidden,
                                            std::vector{Stage::Input, Stage::Hidden, Stage::Output});
    d->show();
    return d;
}

void TestExportDialog::typeFolder(const ExportDialog& d, const QString& folder) {
    auto* field = d.findChild<QLineEdit*>("exportFolder");
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(field, Qt::Key_Delete);
    QTest::keyClicks(field, folder);
}

void TestExportDialog::asksForFormatsAndAFolder() {
    const auto d = dialog();
    typeFolder(*d, m_folder->filePath("new/folder"));
    QVERIFY(canExport(*d));
    toggle(*d, "export_csv");
    toggle(*d, "export_png");
    QVERIFY(!canExport(*d));
    QVERIFY(problem(*d).contains("format"));
    toggle(*d, "export_npy");
    QVERIFY(canExport(*d));
    QCOMPARE(problem(*d), QString());
    typeFolder(*d, "");
    QVERIFY(problem(*d).contains("folder"));
    touch(m_folder->filePath("file"));
    for (const char* path : {"file", "file/below"}) {
        typeFolder(*d, m_folder->filePath(path));
        QVERIFY(problem(*d).contains("is a file, not a folder"));
        QVERIFY(!d->request());
    }
}

void TestExportDialog::choosesByKeyboard() {
    const auto d = dialog();
    typeFolder(*d, m_folder->path());
    QVERIFY(d->request()->stages == std::vector{Stage::Hidden});
    toggle(*d, "exportAllStages");
    toggle(*d, "export_safetensors");
    QTest::keyClick(d->findChild<QWidget*>("exportLayout"), Qt::Key_Down);
    QTest::keyClick(d->findChild<QWidget*>("exportScale"), Qt::Key_Up);
    const auto r = d->request();
    QVERIFY(r.has_value());
    QVERIFY(r->stages == (std::vector{Stage::Input, Stage::Hidden, Stage::Output}));
    QVERIFY(r->formats == (std::set{ExportFormat::Png, ExportFormat::Csv, ExportFormat::Safetensors}));
    QVERIFY(r->csvLayout == CsvLayout::Tidy);
    QCOMPARE(r->scale, 2);
    QVERIFY(d->findChild<QLabel*>("exportSummary")->text().startsWith("7 files"));
}

void TestExportDialog::listsFilesBeforeOverwritingThem() {
    touch(m_folder->filePath("hidden.csv"));
    const auto d = dialog();
    typeFolder(*d, m_folder->path());
    auto* list = d->findChild<QPlainTextEdit*>("exportExisting");
    QVERIFY(list->isVisible());
    QCOMPARE(list->toPlainText(), QString("hidden.csv"));
    QVERIFY(!canExport(*d));
    toggle(*d, "exportOverwrite");
    QVERIFY(canExport(*d));
    QCOMPARE(d->request()->existingFiles().size(), 1);
    touch(m_folder->filePath("hidden.npy"));
    toggle(*d, "export_npy"); // one more file would be lost: asked again
    QCOMPARE(list->toPlainText(), QString("hidden.csv\nhidden.npy"));
    QVERIFY(!canExport(*d));
    typeFolder(*d, m_folder->filePath("new"));
    QVERIFY(!list->isVisible());
    QVERIFY(canExport(*d));
}

void TestExportDialog::aFileThatComesLateIsAskedAbout() {
    const auto d = dialog();
    typeFolder(*d, m_folder->path());
    QVERIFY(canExport(*d));
    touch(m_folder->filePath("hidden.png"));
    d->accept();
    QVERIFY(d->isVisible());
    QVERIFY(!canExport(*d));
}

void TestExportDialog::remembersTheChoices() {
    {
        const auto d = dialog();
        typeFolder(*d, m_folder->filePath("kept"));
        toggle(*d, "export_svg");
        QTest::keyClick(d.get(), Qt::Key_Return);
        QCOMPARE(d->result(), int(QDialog::Accepted));
    }
    const auto again = dialog();
    QCOMPARE(again->request()->folder, m_folder->filePath("kept"));
    QVERIFY(again->request()->formats.contains(ExportFormat::Svg));
}

static const ffn::test::Case<TestExportDialog> kCase;
#include "tst_export_dialog.moc"
