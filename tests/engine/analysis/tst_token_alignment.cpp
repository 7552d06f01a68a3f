#include "engine/analysis/token_alignment.h"

#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

#include <random>

using namespace ffn;
using namespace ffn::test;

class TestTokenAlignment : public QObject {
    Q_OBJECT
  private slots:
    void byHand_data();
    void byHand();
    void findsTheLongestCommonSubsequence();
    void isBounded();
};

namespace {

std::vector<Token> letters(const QString& text) {
    std::vector<Token> row;
    for (const QChar c : text)
        row.push_back({.text = QString(c).toStdString()});
    return row;
}

std::size_t same(const std::vector<TokenPair>& pairs) {
    return std::size_t(std::ranges::count(pairs, true, &TokenPair::same));
}

// Every token once, in order, and `same` is true where it says so.
bool is_sound(const std::vector<TokenPair>& pairs, const std::vector<Token>& a, const std::vector<Token>& b) {
    std::int64_t x = 0, y = 0;
    for (const TokenPair& p : pairs) {
        if (p.a >= 0 && p.a != x++) return false;
        if (p.b >= 0 && p.b != y++) return false;
        if (p.a < 0 && p.b < 0) return false;
        if (p.same && a[std::size_t(p.a)].text != b[std::size_t(p.b)].text) return false;
    }
    return x == std::int64_t(a.size()) && y == std::int64_t(b.size());
}

} // namespace

void TestTokenAlignment::byHand_data() {
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<QString>("expected"); // = same, ~ changed, < only in a, > only in b
    QTest::newRow("equal") << "abc"
                           << "abc"
                           << "===";
    QTest::newRow("empty") << ""
                           << ""
                           << "";
    QTest::newRow("one empty") << ""
                               << "ab"
                               << ">>";
    QTest::newRow("changed") << "abc"
                             << "axc"
                             << "=~=";
    QTest::newRow("inserted") << "abc"
                              << "abxc"
                              << "==>=";
    QTest::newRow("removed at the end") << "abc"
                                        << "ab"
                                        << "==<";
    QTest::newRow("nothing in common") << "abc"
                                       << "xy"
                                       << "~~<";
    QTest::newRow("inserted at the front") << "bcd"
                                           << "abcd"
                                           << ">===";
}

void TestTokenAlignment::byHand() {
    QFETCH(QString, a);
    QFETCH(QString, b);
    QFETCH(QString, expected);
    QString got;
    for (const TokenPair& p : align_tokens(letters(a), letters(b)))
        got += p.same ? '=' : p.a < 0 ? '>' : p.b < 0 ? '<' : '~';
    QCOMPARE(got, expected);
}

void TestTokenAlignment::findsTheLongestCommonSubsequence() {
    std::mt19937 random(8);
    for (int round = 0; round < 200; ++round) {
        QString a, b;
        for (unsigned i = random() % 14; i > 0; --i)
            a += QChar('a' + int(random() % 3));
        for (unsigned i = random() % 14; i > 0; --i)
            b += QChar('a' + int(random() % 3));
        // The textbook table.
        std::vector<std::vector<std::size_t>> lcs(std::size_t(a.size()) + 1,
                                                  std::vector<std::size_t>(std::size_t(b.size()) + 1));
        for (qsizetype i = 1; i <= a.size(); ++i)
            for (qsizetype j = 1; j <= b.size(); ++j)
                lcs[std::size_t(i)][std::size_t(j)] = a[i - 1] == b[j - 1]
                                                          ? lcs[std::size_t(i - 1)][std::size_t(j - 1)] + 1
                                                          : std::max(lcs[std::size_t(i - 1)][std::size_t(j)],
                                                                     lcs[std::size_t(i)][std::size_t(j - 1)]);
        const auto pairs = align_tokens(letters(a), letters(b));
        QVERIFY2(is_sound(pairs, letters(a), letters(b)), qPrintable(a + " " + b));
        QCOMPARE(same(pairs), lcs.back().back());
    }
}

void TestTokenAlignment::isBounded() {
    QString a(5000, 'x'), b(4000, 'y');
    a[0] = b[0] = 's', a[4999] = b[3999] = 'e';
    const auto pairs = align_tokens(letters(a), letters(b), 10);
    QVERIFY(is_sound(pairs, letters(a), letters(b)));
    QCOMPARE(same(pairs), std::size_t(2)); // the ends need no search
    QCOMPARE(pairs.size(), std::size_t(5000));
}

static const ffn::test::Case<TestTokenAlignment> kCase;
#include "tst_token_alignment.moc"
