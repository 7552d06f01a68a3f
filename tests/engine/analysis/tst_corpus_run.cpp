#include "engine/analysis/corpus_run.h"

#include "engine/analysis/line_groups.h"
#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <sstream>

using namespace ffn;
using namespace ffn::test;

class TestCorpusRun : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void groupsHoldTheLines();
    void groupsDoNotDependOnTheStart();
    void longLinesAreCutBetweenCharacters();
    void aLineInManyPiecesIsOneLine();
    void equalsOnePassOverAll();
    void chunksThreadsAndShardsDoNotMatter();
    void goesOnWhereItWasLeft();
    void faultsNameFileAndLines();
    void stopsWhenAsked();
    void aStopSavesWhatIsCounted();

  private:
    std::string file(const char* name, const std::string& text) const;
    CorpusRun run(int threads = 1) const;

    QTemporaryDir m_folder;
    std::shared_ptr<const FeedForward> m_model;
    std::string m_text;
};

namespace {

// Words to states that hang on the word alone.
EncodedLines encode(const std::vector<std::string>& lines) {
    auto tokens = std::make_shared<TokenBatch>();
    for (const std::string& line : lines) {
        tokens->rows.emplace_back();
        std::istringstream stream(line);
        for (std::string word; stream >> word;)
            tokens->rows.back().push_back({.text = word});
        if (line.find("BAD") != std::string::npos) throw Error("the word BAD is not in the vocabulary");
    }
    auto states = std::make_shared<Tensor>(Shape{tokens->batch(), tokens->len(), 8});
    for (std::int64_t b = 0; b < tokens->batch(); ++b)
        for (std::int64_t p = 0; p < tokens->length(b); ++p) {
            const auto& word = tokens->rows[std::size_t(b)][std::size_t(p)].text;
            const Tensor row = random_normal({1, 1, 8}, std::hash<std::string>()(word) & 0xffff);
            std::ranges::copy(row.values(), states->row(b * tokens->len() + p).begin());
        }
    return {tokens, states};
}

CorpusScan of_files(const std::vector<std::string>& names) {
    CorpusScan scan;
    for (const std::string& name : names)
        scan.files.push_back(file_to_scan(name));
    return scan;
}

} // namespace

void TestCorpusRun::init() {
    FeedForwardConfig config;
    config.d_model = 8, config.d_ff = 40;
    m_model = random_model(config);
    std::mt19937 random(2);
    m_text.clear();
    for (int line = 0; line < 400; ++line) {
        for (unsigned i = random() % 120; i > 0; --i)
            m_text.append("word").append(std::to_string(random() % 90)).append(" ");
        m_text += line % 7 ? "\n" : "\r\n";
    }
}

std::string TestCorpusRun::file(const char* name, const std::string& text) const {
    const std::string path = m_folder.filePath(name).toStdString();
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

CorpusRun TestCorpusRun::run(int threads) const {
    CorpusRun run;
    run.model = m_model;
    run.encode = encode;
    run.engine.threads = threads;
    return run;
}

void TestCorpusRun::groupsHoldTheLines() {
    const std::string path = file("lines", "one\n\n  \xC2\xA0\xE3\x80\x80\nfour\r\n\nsix");
    LineGroups groups(path, 0, 0);
    const auto group = groups.next();
    QVERIFY(group);
    QVERIFY(group->lines == (std::vector<std::string>{"one", "four", "six"}));
    QVERIFY(group->numbers == (std::vector<std::int64_t>{1, 4, 6}));
    QCOMPARE(group->line_ends, 5);
    QVERIFY(!groups.next());
    QVERIFY(!LineGroups(file("empty", ""), 0, 0).next());
}

void TestCorpusRun::groupsDoNotDependOnTheStart() {
    const std::string path = file("text", m_text);
    std::vector<LineGroup> all;
    LineGroups groups(path, 0, 0);
    while (auto group = groups.next())
        all.push_back(*group);
    QVERIFY(all.size() > 5);
    QCOMPARE(all.back().end, std::int64_t(m_text.size()));
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        const auto next = LineGroups(path, all[i].end, all[i].line_ends).next();
        QVERIFY(next && next->lines == all[i + 1].lines && next->numbers == all[i + 1].numbers);
        QCOMPARE(next->begun, all[i + 1].begun);
        QCOMPARE(next->end, all[i + 1].end);
    }
}

void TestCorpusRun::longLinesAreCutBetweenCharacters() {
    std::string text = "x";
    while (text.size() < 50'000)
        text += "\xE4\xB8\xAD"; // never a multiple of the limit
    LineGroups groups(file("long", text + "\nend"), 0, 0);
    std::string joined;
    std::int64_t begun = 0;
    while (const auto group = groups.next()) {
        begun += group->begun;
        for (std::size_t i = 0; i < group->lines.size(); ++i) {
            const std::string& line = group->lines[i];
            if (line == "end") {
                QCOMPARE(group->numbers[i], 2);
                continue;
            }
            QCOMPARE(group->numbers[i], 1);
            QVERIFY(line.size() <= 8192);
            QVERIFY((line[0] & 0xC0) != 0x80); // begins a character
            joined += line;
        }
    }
    QVERIFY(joined == text);
    QCOMPARE(begun, 2);
}

void TestCorpusRun::aLineInManyPiecesIsOneLine() {
    std::string text;
    for (int i = 0; i < 10'000; ++i) // some 60 KB, so several groups
        text.append("word").append(std::to_string(i % 90)).append(" ");
    const std::string path = file("one", "first\n" + text + "\nlast");
    CorpusScan scan = of_files({path});
    run_corpus(scan, run());
    QCOMPARE(scan.sequences_seen, 3);
    QCOMPARE(scan.tokens_seen, 10'002);
    LineGroups groups(path, 0, 0); // begun in the middle of the line it counts no second time
    (void)groups.next();
    const auto second = groups.next();
    QVERIFY(second && second->begun == 0);
    CorpusScan rest = of_files({path});
    rest.files[0].done = second->end, rest.files[0].lines = second->line_ends;
    run_corpus(rest, run());
    QCOMPARE(rest.sequences_seen, 1);
}

void TestCorpusRun::equalsOnePassOverAll() {
    CorpusScan scan = of_files({file("text", m_text)});
    run_corpus(scan, run());
    std::vector<std::string> lines;
    std::istringstream stream(m_text);
    for (std::string line; std::getline(stream, line);)
        if (!is_blank(line)) lines.push_back(line);
    const EncodedLines all = encode(lines);
    const auto snapshot = forward(m_model, all.tokens, all.states);
    CorpusScan expected;
    expected.add(*snapshot);
    QCOMPARE(scan.tokens_seen, expected.tokens_seen);
    QCOMPARE(scan.sequences_seen, std::int64_t(lines.size()));
    QVERIFY(scan.positions_seen == expected.positions_seen);
    for (std::size_t u = 0; u < scan.units.size(); ++u) {
        QCOMPARE(scan.units[u].active, expected.units[u].active);
        QVERIFY(scan.units[u].by_token == expected.units[u].by_token);
        // Passes of other sizes may round the products otherwise, by 2⁻²³ of values near 1, some 10⁴ times.
        QVERIFY(std::abs(scan.units[u].sum.value() - expected.units[u].sum.value()) < 1e-3);
    }
    QCOMPARE(scan.files[0].done, std::int64_t(m_text.size()));
    QCOMPARE(scan.files[0].lines, 400);
}

void TestCorpusRun::chunksThreadsAndShardsDoNotMatter() {
    const std::size_t half = m_text.find('\n', m_text.size() / 2) + 1;
    const std::string a = file("a", m_text.substr(0, half)), b = file("b", m_text.substr(half));
    CorpusScan whole = of_files({a, b});
    run_corpus(whole, run());
    CorpusRun many = run(3);
    many.chunk_tokens = 100;
    int chunks = 0;
    many.chunk_done = [&](const CorpusScan&) { ++chunks; };
    CorpusScan chunked = of_files({a, b});
    run_corpus(chunked, many);
    QVERIFY(chunks > 10);
    QVERIFY(chunked == whole);
    CorpusScan one = of_files({a}), two = of_files({b});
    run_corpus(one, run());
    run_corpus(two, run(2));
    two.merge(one);
    QVERIFY(two == whole);
}

void TestCorpusRun::goesOnWhereItWasLeft() {
    const std::vector<std::string> names{file("a", m_text), file("b", "the end\n")};
    CorpusScan whole = of_files(names);
    run_corpus(whole, run());
    CorpusRun broken = run();
    broken.chunk_tokens = 1000;
    CorpusScan saved;
    int chunks = 0;
    broken.chunk_done = [&](const CorpusScan& scan) {
        saved = scan;
        if (++chunks == 3) throw Stopped();
    };
    CorpusScan scan = of_files(names);
    QVERIFY_EXCEPTION_THROWN(run_corpus(scan, broken), Stopped);
    QVERIFY(saved.tokens_seen >= 3000 && saved.tokens_seen < whole.tokens_seen);
    run_corpus(saved, run(2));
    QVERIFY(saved == whole);
}

void TestCorpusRun::faultsNameFileAndLines() {
    CorpusScan scan = of_files({file("bad", "good\n\nBAD\n")});
    try {
        run_corpus(scan, run());
        QFAIL("no complaint");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains("lines 1 to 3: the word BAD"), error.what());
        QVERIFY(error.file().filename() == "bad");
    }
    QVERIFY_EXCEPTION_THROWN(file_to_scan(m_folder.path().toStdString()), Error);
    QVERIFY_EXCEPTION_THROWN(file_to_scan(m_folder.filePath("none").toStdString()), Error);
}

void TestCorpusRun::stopsWhenAsked() {
    CorpusScan scan = of_files({file("text", m_text)});
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(run_corpus(scan, run(), {{}, stop.get_token()}), Stopped);
}

// Long before a chunk is full: what was counted is handed out, and goes on to the same end.
void TestCorpusRun::aStopSavesWhatIsCounted() {
    const std::vector<std::string> names{file("text", m_text)};
    CorpusScan whole = of_files(names);
    run_corpus(whole, run());
    std::stop_source stop;
    CorpusRun stopped = run();
    stopped.chunk_tokens = 1 << 30;
    CorpusScan saved;
    stopped.chunk_done = [&](const CorpusScan& scan) { saved = scan; };
    CorpusScan scan = of_files(names);
    const auto report = [&](std::int64_t, std::int64_t) { stop.request_stop(); };
    QVERIFY_EXCEPTION_THROWN(run_corpus(scan, stopped, {report, stop.get_token()}), Stopped);
    QVERIFY(saved.tokens_seen > 0 && saved.tokens_seen < whole.tokens_seen);
    run_corpus(saved, run());
    QVERIFY(saved == whole);
}

static const ffn::test::Case<TestCorpusRun> kCase;
#include "tst_corpus_run.moc"
