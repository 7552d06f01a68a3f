#include "engine/core/error.h"
#include "engine/model/block_finder.h"
#include "tests/engine/model/memory_archive.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;
using test::MemoryArchive;

namespace {

MemoryArchive layers(int count) {
    std::string tensors;
    for (int i = 0; i < count; ++i) {
        const std::string layer = "layers." + std::to_string(i);
        tensors += layer + ".linear1.weight 8 4\n" + layer + ".linear2.weight 4 8\n";
    }
    return MemoryArchive(tensors);
}

QString error_of(const MemoryArchive& archive, const char* id) {
    try {
        choose_block(find_blocks(archive), id, archive);
        return "none";
    } catch (const Error& error) {
        return error.what();
    }
}

} // namespace

class TestBlockChoice : public QObject {
    Q_OBJECT

  private slots:
    void aBlockIsChosenByNameOrNumber_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("expected");
        QTest::newRow("name") << 12 << "layers.10" << 10;
        QTest::newRow("number") << 12 << "11" << 11;
        QTest::newRow("the only one") << 1 << "" << 0;
    }
    void aBlockIsChosenByNameOrNumber() {
        QFETCH(int, count);
        QFETCH(QString, id);
        const MemoryArchive archive = layers(count);
        const auto listing = find_blocks(archive);
        QTEST(choose_block(listing, id.toStdString(), archive).index, "expected");
    }

    void aNameBeatsANumber() {
        // The layer called "1" is the first block, number 0.
        const MemoryArchive archive("1.linear1.weight 8 4\n1.linear2.weight 4 8\n"
                                    "2.linear1.weight 8 4\n2.linear2.weight 4 8\n");
        QCOMPARE(choose_block(find_blocks(archive), "1", archive).index, 0);
    }

    void otherwiseTheErrorListsWhatThereIs() {
        QVERIFY(error_of(layers(3), "").contains("--block"));
        QVERIFY(error_of(layers(3), "").contains("2 'layers.2'"));
        QVERIFY(error_of(layers(3), "layers.7").contains("no block 'layers.7'"));
        QVERIFY(error_of(layers(3), "3").contains("0 'layers.0'"));
        QVERIFY(error_of(layers(3), "-1").contains("no block '-1'"));
        const QString many = error_of(layers(80), "");
        QVERIFY(many.contains("(80 in all)") && !many.contains("layers.60"));
    }

    void aFileWithoutBlocksSaysSo() {
        QVERIFY(error_of(MemoryArchive("a.weight 3 3\n"), "").contains("'a.weight'"));
        QVERIFY(error_of(MemoryArchive(""), "").contains("0 tensors"));
        QVERIFY(error_of(MemoryArchive("layers.0.mixer.A_log 3 3\n"), "").contains("Mamba"));
        QVERIFY(error_of(MemoryArchive("blocks.0.ffn.receptance.weight 3 3\n"), "").contains("RWKV"));
        QVERIFY(error_of(MemoryArchive("a.weight 3 3\n"), "").contains("--map up="));
    }
};

static const ffn::test::Case<TestBlockChoice> kCase;

#include "tst_block_choice.moc"
