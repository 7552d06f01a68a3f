#include "engine/exports/csv_export.h"
#include "engine/exports/npy_export.h"
#include "tests/engine/exports/small_snapshot.h"
#include "tests/test_case.h"

#include <QDir>
#include <QTemporaryDir>
#include <csignal>
#include <sys/resource.h>

using namespace ffn;

namespace {

using Write = std::function<void(const std::filesystem::path&, const Progress&)>;

// Large enough that every writer works in more than one piece.
const Snapshot& large_snapshot() {
    static const Snapshot kSnapshot =
        test::snapshot_of(Stage::Hidden, std::vector<float>(std::size_t(5) << 20, 0.25F), 64);
    return kSnapshot;
}

/// Files of this process may not grow beyond `bytes` while it lives: a disk that runs full.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) : m_signal(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &m_old);
        const rlimit small{bytes, m_old.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &m_old);
        std::signal(SIGXFSZ, m_signal);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

  private:
    rlimit m_old{};
    void (*m_signal)(int);
};

} // namespace

Q_DECLARE_METATYPE(Write)

/// What all writers promise: the file is whole or absent.
class TestExportFailures : public QObject {
    Q_OBJECT

    static void add_writers() {
        QTest::addColumn<Write>("write");
        QTest::newRow("csv wide") << Write([](const auto& file, const auto& progress) {
            write_csv(large_snapshot(), Stage::Hidden, file, CsvLayout::Wide, progress);
        });
        QTest::newRow("csv tidy") << Write([](const auto& file, const auto& progress) {
            write_csv(large_snapshot(), Stage::Hidden, file, CsvLayout::Tidy, progress);
        });
        QTest::newRow("npy") << Write([](const auto& file, const auto& progress) {
            write_npy(large_snapshot(), Stage::Hidden, file, progress);
        });
        QTest::newRow("safetensors") << Write([](const auto& file, const auto& progress) {
            write_snapshot(large_snapshot(), {Stage::Hidden}, file, progress);
        });
    }
    static qsizetype files_in(const QTemporaryDir& folder) {
        return QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size();
    }

  private slots:
    void a_missing_folder_is_an_error_data() { add_writers(); }
    void a_missing_folder_is_an_error() {
        QFETCH(Write, write);
        QTemporaryDir folder;
        const std::string file = folder.filePath("gone/stage").toStdString();
        VERIFY_ERROR(test::error_of([&] { write(file, {}); }), QString::fromStdString(file));
        QCOMPARE(files_in(folder), qsizetype(0));
    }

    void a_file_in_the_folders_place_is_an_error_data() { add_writers(); }
    void a_file_in_the_folders_place_is_an_error() {
        QFETCH(Write, write);
        QTemporaryDir folder;
        QFile blocking(folder.filePath("blocking"));
        QVERIFY(blocking.open(QIODevice::WriteOnly));
        const std::string file = folder.filePath("blocking/stage").toStdString();
        VERIFY_ERROR(test::error_of([&] { write(file, {}); }), QString::fromStdString(file));
        QCOMPARE(files_in(folder), qsizetype(1));
    }

    void a_full_disk_leaves_the_older_file_alone_data() { add_writers(); }
    void a_full_disk_leaves_the_older_file_alone() {
        QFETCH(Write, write);
        QTemporaryDir folder;
        const std::string file = folder.filePath("stage").toStdString();
        QFile older(QString::fromStdString(file));
        QVERIFY(older.open(QIODevice::WriteOnly) && older.write("older") == 5);
        older.close();
        QString error;
        {
            const FullDisk full(1 << 20);
            error = test::error_of([&] { write(file, {}); });
        }
        VERIFY_ERROR(error, "cannot be written");
        QCOMPARE(files_in(folder), qsizetype(1));
        QCOMPARE(test::bytes_of(file), QByteArray("older"));
    }

    void a_stop_before_the_start_leaves_no_file_data() { add_writers(); }
    void a_stop_before_the_start_leaves_no_file() {
        QFETCH(Write, write);
        QTemporaryDir folder;
        std::stop_source stop;
        stop.request_stop();
        const Progress progress{{}, stop.get_token()};
        QVERIFY_EXCEPTION_THROWN(write(folder.filePath("stage").toStdString(), progress), Stopped);
        QCOMPARE(files_in(folder), qsizetype(0));
    }

    void a_stop_on_the_way_leaves_no_file_data() { add_writers(); }
    void a_stop_on_the_way_leaves_no_file() {
        QFETCH(Write, write);
        QTemporaryDir folder;
        std::stop_source stop;
        std::int64_t reached = 0, all = 0;
        const Progress progress{[&](std::int64_t done, std::int64_t total) {
                                    reached = done;
                                    all = total;
                                    stop.request_stop();
                                },
                                stop.get_token()};
        QVERIFY_EXCEPTION_THROWN(write(folder.filePath("stage").toStdString(), progress), Stopped);
        QVERIFY(reached > 0 && reached < all);
        QCOMPARE(files_in(folder), qsizetype(0));
    }
};

static const ffn::test::Case<TestExportFailures> kCase;
#include "tst_export_failures.moc"
