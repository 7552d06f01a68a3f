#include "engine/formats/safetensors_archive.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestSafetensorsShards : public QObject {
    Q_OBJECT

    static std::string shard() {
        return test::safetensors(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", 1);
    }

  private slots:
    void readsShardsByIndexAndByFolder() {
        for (const char* name : {"sharded", "sharded/model.safetensors.index.json"}) {
            const auto archive = open_archive(test::fixture(name));
            QCOMPARE(test::difference(*archive, "sharded"), std::string());
            const std::map<std::string, std::string> expected{{"made", "by hand"}, {"total_size", "48"}};
            QVERIFY(archive->metadata() == expected);
        }
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("index");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no map") << QByteArray("{}") << "weight_map";
        QTest::newRow("map is a list") << QByteArray(R"({"weight_map":[]})") << "weight_map";
        QTest::newRow("number as file") << QByteArray(R"({"weight_map":{"a":3}})") << "is not a text";
        QTest::newRow("absent file") << QByteArray(R"({"weight_map":{"a":"none.safetensors"}})")
                                     << "not in its folder";
        QTest::newRow("absent tensor")
            << QByteArray(R"({"weight_map":{"b":"s.safetensors"}})") << "is not in 's.saf";
        QTest::newRow("folder above")
            << QByteArray(R"({"weight_map":{"a":"../outside.safetensors"}})") << "plain file name";
        QTest::newRow("folder below")
            << QByteArray(R"({"weight_map":{"a":"sub/s.safetensors"}})") << "plain file name";
        QTest::newRow("whole path") << QByteArray(R"({"weight_map":{"a":"/etc/passwd"}})")
                                    << "plain file name";
        QTest::newRow("backslash") << QByteArray(R"({"weight_map":{"a":"..\\s"}})") << "plain file name";
        QTest::newRow("two dots") << QByteArray(R"({"weight_map":{"a":".."}})") << "plain file name";
        QTest::newRow("one dot") << QByteArray(R"({"weight_map":{"a":"."}})") << "plain file name";
        QTest::newRow("empty name") << QByteArray(R"({"weight_map":{"a":""}})") << "plain file name";
        QTest::newRow("NUL") << QByteArray(R"({"weight_map":{"a":"s.safetensors\u0000"}})")
                             << "plain file name";
        QTest::newRow("link out") << QByteArray(R"({"weight_map":{"a":"link.safetensors"}})")
                                  << "link out of the folder";
        QTest::newRow("tensor twice")
            << QByteArray(R"({"weight_map":{"a":"s.safetensors","a":"s.safetensors"}})") << "stands twice";
        QByteArray many(R"({"weight_map":{"a":"s.safetensors")");
        for (int i = 0; i < 4096; ++i)
            many += QString(R"(,"t%1":"s%1.safetensors")").arg(i).toUtf8();
        QTest::newRow("4097 shards") << many + "}}"
                                     << "more than 4096 shards";
        QByteArray names(R"({"weight_map":{"a":"s.safetensors")");
        for (int i = 0; i < 1 << 19; ++i)
            names += R"(,"t":"s")"; // that one comes twice is noticed later
        QTest::newRow("524289 tensors") << names + "}}"
                                        << "more than 524288 tensors";
        QTest::newRow("cut") << QByteArray("{\"weight_map\": {\"a\": \"s.safe") << "ends too early";
    }
    void refuses() {
        QFETCH(QByteArray, index);
        QFETCH(QString, sentence);
        const test::SampleFolder folder;
        // All the files exist, so that only the rule keeps them from being read.
        folder.write("model/s.safetensors", shard());
        folder.write("model/sub/s.safetensors", shard());
        const auto outside = folder.write("outside.safetensors", shard());
        std::filesystem::create_symlink(outside, folder.path() / "model/link.safetensors");
        const auto file = folder.write("model/model.safetensors.index.json", index.toStdString());
        const auto error = QString::fromStdString(test::error_of([&] { open_archive(file); }));
        QVERIFY2(error.contains(folder.path().c_str()) && error.contains(sentence), qPrintable(error));
    }

    void followsLinksInsideTheFolder() {
        const test::SampleFolder folder;
        folder.write("s.safetensors", shard());
        std::filesystem::create_symlink("s.safetensors", folder.path() / "link.safetensors");
        const auto file = folder.write("any name.json", R"({"weight_map":{"a":"link.safetensors"}})");
        QCOMPARE(open_archive(file)->tensors().size(), 1U);
    }
};

static const ffn::test::Case<TestSafetensorsShards> kCase;
#include "tst_safetensors_shards.moc"
