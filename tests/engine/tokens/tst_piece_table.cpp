#include "engine/tokens/piece_table.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

using namespace ffn;

class TestPieceTable : public QObject {
    Q_OBJECT

  private slots:
    void finds_what_was_added() {
        PieceTable table;
        QCOMPARE(table.find("a"), PieceTable::kNone);
        constexpr int kCount = 10'000;
        for (int i = 0; i < kCount; ++i)
            QCOMPARE(table.add("piece " + std::to_string(i), i), i);
        table.sort_ids();
        for (int i = 0; i < kCount; ++i) {
            const std::string piece = "piece " + std::to_string(i);
            QCOMPARE(table.find(piece), i);
            QVERIFY(table.piece(i) == piece);
            QVERIFY(table.piece_of_id(i) == piece);
        }
        QCOMPARE(table.find("piece"), PieceTable::kNone);
        QCOMPARE(table.size(), std::size_t(kCount));
    }

    void ids_may_have_gaps_and_any_order() {
        PieceTable table;
        table.add("c", 30);
        table.add("", 5);
        table.add("a", 2147483647);
        table.sort_ids();
        QVERIFY(table.piece_of_id(30) == "c" && table.piece_of_id(5) == "");
        QVERIFY(table.piece_of_id(2147483647) == "a");
        QVERIFY(!table.piece_of_id(6) && !table.piece_of_id(-1) && !table.piece_of_id(INT64_MAX));
        QCOMPARE(table.id_end(), std::int64_t(2147483648));
        QCOMPARE(table.find(""), 1);
    }

    void of_equal_ones_the_first_is_found_data() {
        QTest::addColumn<QList<int>>("ids");
        QTest::newRow("ids in order") << QList<int>{1, 1, 2};
        QTest::newRow("ids in another order") << QList<int>{7, 3, 3};
    }
    void of_equal_ones_the_first_is_found() {
        QFETCH(QList<int>, ids);
        PieceTable table;
        table.add("x", ids[0]);
        table.add("y", ids[1]);
        table.add("x", ids[2]);
        table.sort_ids();
        QCOMPARE(table.find("x"), 0);
        QVERIFY(table.piece_of_id(ids[1]) == (ids[0] == ids[1] ? "x" : "y"));
    }

    // All of them belong into an eighth of the table: the last would be looked for among all.
    void pieces_chosen_to_clash_are_refused() {
        PieceTable table;
        const auto add_all = [&] {
            for (int i = 0; table.size() < 2000; ++i) {
                const std::string piece = std::to_string(i);
                if (std::hash<std::string_view>()(piece) % 4096 < 512) table.add(piece, i);
            }
        };
        VERIFY_ERROR(test::error_of(add_all), "were made to clash");
    }
};

static const ffn::test::Case<TestPieceTable> kCase;
#include "tst_piece_table.moc"
