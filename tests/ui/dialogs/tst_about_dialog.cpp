#include "tests/test_case.h"
#include "ui/dialogs/about_dialog.h"

#include <QtTest>
#include <QtWidgets>

using namespace ffn::ui;

class TestAboutDialog : public QObject {
    Q_OBJECT
  private slots:
    void namesVersionAndLicence();
};

void TestAboutDialog::namesVersionAndLicence() {
    QCoreApplication::setApplicationVersion("7.8.9");
    AboutDialog dialog;
    QVERIFY(dialog.findChild<QLabel*>()->text().contains("ffnscope 7.8.9"));
    QVERIFY(AboutDialog::text().contains("GPL-3.0-or-later"));
    dialog.show();
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QVERIFY(!dialog.isVisible());
}

static const ffn::test::Case<TestAboutDialog> kCase;
#include "tst_about_dialog.moc"
