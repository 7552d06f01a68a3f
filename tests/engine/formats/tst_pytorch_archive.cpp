#include "engine/formats/pytorch_archive.h"

#include "tests/engine/formats/pytorch_text.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;
using test::PickledTensor;

class TestPytorchArchive : public QObject {
    Q_OBJECT

  private slots:
    void readsWhatPytorchSaved_data() {
        QTest::addColumn<std::string>("name");
        for (const char* name : {"zip", "legacy", "protocol4", "legacy4", "checkpoint", "checkpoint_legacy",
                                 "single", "list", "big_endian"})
            QTest::newRow(name) << "pytorch/" + std::string(name) + ".pt";
    }
    void readsWhatPytorchSaved() {
        QFETCH(std::string, name);
        const auto archive = open_archive(test::fixture(name));
        QCOMPARE(archive->format(), std::string_view("pytorch"));
        QCOMPARE(test::difference(*archive, name), std::string());
    }

    void tellsTheKindByContent() {
        const test::SampleFolder folder;
        for (const char* name : {"pytorch/list.pt", "pytorch/checkpoint_legacy.pt"})
            QCOMPARE(open_archive(folder.write("model.dat", test::fixture_bytes(name)))->format(),
                     std::string_view("pytorch"));
    }

    void refusesAWholeModuleWithAdvice() {
        const std::string error = test::error_of([] { open_archive(test::fixture("pytorch/module.pt")); });
        QVERIFY2(error.find("torch.nn.modules.linear.Linear") != std::string::npos &&
                     error.find("state_dict()") != std::string::npos,
                 error.c_str());
    }

    void listsAViewThatRepeatsItsStorageAndDoesNotReadIt() {
        const auto archive = open_archive(test::fixture("pytorch/expanded.pt"));
        QCOMPARE(archive->tensors().at(0).shape, (std::vector<std::int64_t>{1000, 3}));
        QVERIFY(!archive->tensors()[0].readable);
        const std::string error = test::error_of([&] { (void)archive->read(0); });
        QVERIFY2(error.find("'w' repeats values") != std::string::npos, error.c_str());
    }

    void everyCutIsNoticed() {
        const test::SampleFolder folder;
        for (const char* name : {"pytorch/single.pt", "pytorch/list.pt"})
            QCOMPARE(test::read_cut_everywhere(folder, "w.pt", test::fixture_bytes(name)), std::string());
        const std::string legacy =
            test::legacy_file(test::pickled(PickledTensor{}), {{"0", 6, std::string(24, '\1')}});
        QCOMPARE(test::read_cut_everywhere(folder, "w.pt", legacy), std::string());
    }

    void noChangedByteDoesHarm() {
        const test::SampleFolder folder;
        QCOMPARE(test::read_changed_everywhere(folder, "w.pt", test::fixture_bytes("pytorch/single.pt")),
                 std::string());
        const std::string legacy =
            test::legacy_file(test::pickled(PickledTensor{}), {{"0", 6, std::string(24, '\1')}});
        QCOMPARE(test::read_changed_everywhere(folder, "w.pt", legacy), std::string());
    }

    void refusesTensorsThatLeaveTheirStorage_data() {
        QTest::addColumn<QByteArray>("tensor");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const PickledTensor& tensor, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(test::pickled(tensor)) << QString(sentence);
        };
        constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
        row("offset past the end", {.offset = 1}, "outside its storage");
        row("negative offset", {.offset = -1}, "negative offset or stride");
        row("offset near 2^63", {.offset = kMost}, "outside its storage");
        row("stride past the end", {.strides = {4, 1}}, "outside its storage");
        row("negative stride", {.strides = {-3, 1}}, "negative offset or stride");
        row("a product that overflows", {.shape = {kMost, 2}, .strides = {kMost, 1}}, "2^60 values");
        row("a reach that overflows", {.shape = {3, 3}, .strides = {kMost, kMost}}, "outside its storage");
        row("negative size", {.shape = {-2, 3}}, "negative size");
        row("one stride for two axes", {.strides = {1}}, "another number of strides");
        row("another storage", {.key = "1"}, "needs the storage '1', which the file has not");
        row("more values than stored", {.count = 7}, "a storage of 7 values is expected here");
        row("a count that overflows", {.count = kMost}, "is expected here");
        row("wider values than stored", {.type = "DoubleStorage"}, "is expected here");
    }
    void refusesTensorsThatLeaveTheirStorage() {
        QFETCH(QByteArray, tensor);
        QFETCH(QString, sentence);
        const test::SampleFolder folder;
        const std::string good = test::pickled(PickledTensor{});
        const std::string object = "](" + tensor.toStdString() + good + "e";
        const auto file = folder.write("w.pt", test::legacy_file(object, {{"0", 6, std::string(24, '\1')}}));
        const auto error = QString::fromStdString(test::error_of([&] { open_archive(file); }));
        QVERIFY2(error.startsWith(file.c_str()) && error.contains(sentence), qPrintable(error));
    }

    void refusesLegacyStoragesThatDoNotAddUp_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("sentence");
        const std::string t = test::pickled(PickledTensor{});
        const auto row = [&](const char* name, const std::vector<test::PickledStorage>& storages,
                             const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(test::legacy_file(t, storages))
                                << QString(sentence);
        };
        const std::string values(24, '\1');
        row("no storages", {}, "needs the storage '0'");
        row("a storage nobody uses", {{"0", 6, values}, {"1", 6, values}}, "a storage that no tensor uses");
        row("a count of 2^64 − 1", {{"0", ~std::uint64_t(0), values}}, "6 values is expected here");
        row("fewer bytes than counted", {{"0", 6, values.substr(1)}}, "6 values is expected here");
        row("no count", {{"0", 6, values}, {"0", 6, ""}}, "is expected here");
    }
    void refusesLegacyStoragesThatDoNotAddUp() {
        QFETCH(QByteArray, file);
        QFETCH(QString, sentence);
        const test::SampleFolder folder;
        const auto path = folder.write("w.pt", file.toStdString());
        const auto error = QString::fromStdString(test::error_of([&] { open_archive(path); }));
        QVERIFY2(error.startsWith(path.c_str()) && error.contains(sentence), qPrintable(error));
    }

    void aStoragesPlaceIsCheckedWhenItIsRead() {
        // Its local header: listing a file of gigabytes does not look there.
        const test::SampleFolder folder;
        std::string bytes = test::fixture_bytes("pytorch/single.pt");
        bytes[bytes.find("single/data/0")] = 'x';
        const auto archive = open_archive(folder.write("w.pt", bytes));
        QCOMPARE(archive->tensors().size(), std::size_t(1));
        const std::string error = test::error_of([&] { (void)archive->read(0); });
        QVERIFY2(error.find("'single/data/0' has another name in its local header") != std::string::npos,
                 error.c_str());
    }

    void oneStorageServesTwoTypes() {
        // Six float32 bytes are also twelve half values; no more.
        const test::SampleFolder folder;
        const PickledTensor half{.type = "HalfStorage", .count = 12, .shape = {12}, .strides = {1}};
        const std::string object = "](" + test::pickled(PickledTensor{}) + test::pickled(half) + "e";
        const auto file = folder.write("w.pt", test::legacy_file(object, {{"0", 6, std::string(24, '\0')}}));
        const auto archive = open_archive(file);
        QCOMPARE(archive->read(1).size(), 12);
    }
};

static const ffn::test::Case<TestPytorchArchive> kCase;
#include "tst_pytorch_archive.moc"
