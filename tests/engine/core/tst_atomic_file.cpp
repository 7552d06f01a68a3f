#include "engine/core/atomic_file.h"
#include "engine/core/error.h"
#include "tests/test_case.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

namespace ffn {

class TestAtomicFile : public QObject {
    Q_OBJECT
  private slots:
    void isThereOnlyOnceItIsWhole();
    void aLinkStaysALink();
    void whatIsNoPlainFileIsLeftAlone();
};

void TestAtomicFile::isThereOnlyOnceItIsWhole() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("out");
    {
        AtomicFile given_up(path.toStdString());
        given_up.write("half");
    }
    QVERIFY(QDir(folder.path()).isEmpty());
    AtomicFile file(path.toStdString());
    file.write("whole");
    QVERIFY(!QFile::exists(path));
    file.commit();
    QFile read(path);
    QVERIFY(read.open(QIODevice::ReadOnly));
    QCOMPARE(read.readAll(), QByteArray("whole"));
}

void TestAtomicFile::aLinkStaysALink() {
    const QTemporaryDir folder;
    const QString target = folder.filePath("target"), link = folder.filePath("link");
    QVERIFY(QFile(target).open(QIODevice::WriteOnly));
    QVERIFY(QFile::link(target, link));
    AtomicFile file(link.toStdString());
    file.write("new");
    file.commit();
    QVERIFY(QFileInfo(link).isSymLink());
    QCOMPARE(QFileInfo(target).size(), 3);
}

void TestAtomicFile::whatIsNoPlainFileIsLeftAlone() {
    const QTemporaryDir folder;
    const std::string pipe = folder.filePath("pipe").toStdString();
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    QVERIFY_EXCEPTION_THROWN(AtomicFile{pipe}, Error);
    QVERIFY_EXCEPTION_THROWN(AtomicFile{"/dev/null"}, Error);
    QVERIFY(std::filesystem::is_fifo(pipe));
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size(), 1);
}

} // namespace ffn

static const ffn::test::Case<ffn::TestAtomicFile> kCase;
#include "tst_atomic_file.moc"
