#include "engine/tokens/byte_trie.h"
#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

using namespace ffn;

class TestByteTrie : public QObject {
    Q_OBJECT

  private slots:
    void finds_the_longest() {
        ByteTrie trie;
        trie.insert("a", 1);
        trie.insert("abc", 2);
        trie.insert("abcde", 3);
        const ByteTrie::Found found = trie.longest("abcdx");
        QVERIFY(found.value == 2 && found.length == 3);
        QCOMPARE(trie.longest("xa").value, -1);
        const auto below = trie.node_of("ab");
        QVERIFY(below && !trie.node_of("b"));
        const ByteTrie::Found rest = trie.longest("cdef", *below);
        QVERIFY(rest.value == 3 && rest.length == 3);
    }

    void refuses_more_beginnings_than_any_has() {
        ByteTrie trie;
        const std::string key(3 << 20, 'x');
        VERIFY_ERROR(test::error_of([&] { trie.insert(key, 0); }), "more than 2,600,000 ways");
    }

    // Each byte is chosen so that node and byte, times the golden ratio, come out small: with a factor that
    // is known all of them lie side by side in the table, and finding a place for the last takes a million
    // steps. (It would take an hour.)
    void keys_chosen_to_clash_do_not() {
        std::string key;
        for (std::uint32_t node = 0; node < 2'000'000; ++node) {
            std::uint32_t best = UINT32_MAX;
            char chosen = 0;
            for (std::uint32_t byte = 0x21; byte < 0x7F; ++byte)
                if (const std::uint32_t hash = (node << 8 | byte) * 0x9E3779B1U; hash < best)
                    best = hash, chosen = char(byte);
            key += chosen;
        }
        ByteTrie trie;
        trie.insert(key, 5);
        const ByteTrie::Found found = trie.longest(key);
        QVERIFY(found.value == 5 && found.length == key.size());
    }
};

static const ffn::test::Case<TestByteTrie> kCase;
#include "tst_byte_trie.moc"
