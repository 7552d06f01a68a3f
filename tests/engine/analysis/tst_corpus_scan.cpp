#include "engine/analysis/corpus_scan.h"

#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;
using namespace ffn::test;

class TestCorpusScan : public QObject {
    Q_OBJECT
  private slots:
    void partsAddUpToTheWhole();
    void manyTokensAreNoToken();
    void unlikeScansAreNotMerged_data();
    void unlikeScansAreNotMerged();
    void fingerprintKnowsWeightsAndEdits();
};

namespace {

// Rows [first, last) of the batch, as if a file of their own.
CorpusScan part(const Snapshot& s, std::int64_t first, std::int64_t last, const std::string& file) {
    CorpusScan scan;
    scan.top_count = 3;
    std::vector<TokenRow> rows;
    for (const TokenRow& at : token_rows(*s.tokens, s.shape(Stage::Hidden).len))
        if (at.batch >= first && at.batch < last) rows.push_back(at);
    std::vector<std::int64_t> lines;
    for (std::int64_t b = 0; b < s.tokens->batch(); ++b)
        lines.push_back(b + 1);
    scan.add(s.stage(Stage::Hidden), rows, {*s.tokens, file, lines});
    scan.sequences_seen = last - first;
    return scan;
}

} // namespace

void TestCorpusScan::partsAddUpToTheWhole() {
    FeedForwardConfig config;
    config.d_model = 8, config.d_ff = 100;
    const auto s = random_pass(config, {9, 4, 1, 30});
    const CorpusScan whole = part(*s, 0, 4, "f");
    QCOMPARE(whole.tokens_seen, 44);
    CorpusScan forth = part(*s, 0, 1, "f"), back = part(*s, 3, 4, "f");
    for (const std::int64_t b : {1, 2, 3})
        forth.merge(part(*s, b, b + 1, "f"));
    for (const std::int64_t b : {2, 0, 1})
        back.merge(part(*s, b, b + 1, "f"));
    QVERIFY(forth == whole); // to the bit: sums are exact
    QVERIFY(back == whole);
}

void TestCorpusScan::manyTokensAreNoToken() {
    const auto numbered = [](int first, int last) {
        UnitTally tally;
        for (int i = first; i < last; ++i)
            tally.count_token(std::string("w").append(std::to_string(i)));
        return tally;
    };
    const int cap = int(kCountedTokens);
    QVERIFY(!numbered(0, cap).many_tokens);
    QVERIFY(numbered(0, cap + 1).many_tokens);
    UnitTally a = numbered(0, 40), b = numbered(30, cap), c = numbered(cap, cap + 1);
    a.merge(b, 8);
    QVERIFY(!a.many_tokens);
    QCOMPARE(a.by_token.size(), kCountedTokens);
    a.merge(c, 8);
    QVERIFY(a.many_tokens);
    QVERIFY(a.by_token.empty());
}

void TestCorpusScan::unlikeScansAreNotMerged_data() {
    QTest::addColumn<QString>("complaint");
    QTest::newRow("weights") << "weights or edits";
    QTest::newRow("tokenizer") << "tokenisers";
    QTest::newRow("threshold") << "thresholds";
    QTest::newRow("top") << "numbers of top tokens";
    QTest::newRow("file") << "would count twice";
}

void TestCorpusScan::unlikeScansAreNotMerged() {
    QFETCH(QString, complaint);
    CorpusScan a, b;
    a.files = {{"a.txt", 1, 1, 1}}, b.files = {{"b.txt", 1, 1, 1}};
    b.subject.source = "elsewhere/the-same-weights"; // no difference
    CorpusScan both = a;
    both.merge(b);
    QCOMPARE(both.files.size(), std::size_t(2));
    if (complaint.startsWith("weights")) b.subject.fingerprint = std::string("1");
    if (complaint.startsWith("tokenisers")) b.subject.tokenizer = std::string("bytes");
    if (complaint.startsWith("thresholds")) b.threshold = 1;
    if (complaint.startsWith("numbers")) b.top_count = 1;
    if (complaint.startsWith("would")) b.files = a.files;
    try {
        a.merge(b);
        QFAIL("merged");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains(complaint), error.what());
    }
}

void TestCorpusScan::fingerprintKnowsWeightsAndEdits() {
    FeedForwardConfig config;
    config.d_model = 4, config.d_ff = 8;
    const auto model = random_model(config), other = random_model(config);
    QCOMPARE(model_fingerprint(*model, {}), model_fingerprint(*other, {}));
    Tensor down = other->down.tensor().clone();
    down.row(2)[3] += 1;
    other->down = std::move(down);
    QVERIFY(model_fingerprint(*model, {}) != model_fingerprint(*other, {}));
    Edits edits;
    edits.ablated.insert(3);
    QVERIFY(model_fingerprint(*model, {}) != model_fingerprint(*model, edits));
}

static const ffn::test::Case<TestCorpusScan> kCase;
#include "tst_corpus_scan.moc"
