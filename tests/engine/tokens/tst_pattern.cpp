#include "engine/tokens/pattern.h"

#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

#include <QChar>
#include <QStringList>

using namespace ffn;
using ffn::test::error_of;

class TestPattern : public QObject {
    Q_OBJECT
  private slots:
    void matches_as_perl_does_data();
    void matches_as_perl_does();
    void properties_are_unicode_s();
    void what_is_not_known_is_refused_by_name_data();
    void what_is_not_known_is_refused_by_name();
    void long_texts_need_no_deep_stack();
    void a_pattern_that_would_not_end_is_an_error();
    void a_pattern_has_an_end();
};

namespace {

QString matches(const QString& pattern, const QString& text) {
    const std::string utf8 = text.toStdString();
    std::vector<Pattern::Match> found;
    Pattern(pattern.toStdString()).find_all(utf8, found);
    QStringList parts;
    for (const Pattern::Match& match : found)
        parts.append(QString::fromStdString(utf8.substr(match.begin, match.end - match.begin)));
    return parts.join('|');
}

} // namespace

void TestPattern::matches_as_perl_does_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* pattern, const char* text, const char* expected) {
        QTest::newRow(name) << QString(pattern) << QString(text) << QString(expected);
    };
    row("the first alternative, not the longest", "a|ab|abc", "abcab", "a|a");
    row("greedy, giving back", "a+ab", "aaab aab ab", "aaab|aab");
    row("possessive, giving nothing back", "a++ab|b", "aaab", "b");
    row("optional possessive", "[^\\r\\n\\p{L}]?+\\p{L}++", " ab\ncd", " ab|cd");
    row("counts", "\\p{N}{1,3}", "1234567", "123|456|7");
    row("a count from two", "[a-c]{2,}", "a ab abcab", "ab|abcab");
    row("an exact count", "x{2}", "xxxxx", "xx|xx");
    row("up to a count", "ax{,2}", "axxx a", "axx|a");
    row("a brace that counts nothing", "a{|{x}", "a{ {x}", "a{|{x}");
    row("groups repeated", "(?:ab)+c|(d|e){2}", "ababc de abc d", "ababc|de|abc");
    row("groups within groups", "(a(b(c)?)*)+", "abcbab", "abcbab");
    row("look ahead", "\\s+(?!\\S)|\\s+", "a   b  ", "  | |  ");
    row("look ahead for something", "a(?=b|c)", "ab ac ad", "a|a");
    row("look behind", "(?<!\\d)\\d\\d(?!\\d)", "12 345 67", "12|67");
    row("look behind for something", "(?<=a)b", "ab bb", "b");
    row("ends", "^a|a$", "aaa", "a|a");
    row("any but a line end", ".+", "ab\ncd", "ab|cd");
    row("escapes", "\\.\\[\\t\\x41\\x{1F600}\\u00E9", ".[\tA😀é", ".[\tA😀é");
    row("case folded", "(?i:'s|'re|K)k", "'Sk 'ſk 'rEk \u212Ak kk kK", "'Sk|'ſk|'rEk|\u212Ak|kk");
    row("case folded classes", "(?i:[sdmt]|[x-z])", "SſMX", "S|ſ|M|X");
    row("negated classes", "[^\\s\\p{L}\\p{N}]+", "a!? ½#é", "!?|#");
    row("a negated property in a class", "[\\P{L}x]+", "ab1x2c", "1x2");
    row("a bracket and a dash in a class", "[]a-]+", "x]-a", "]-a");
    row("words", "\\w+|[^\\w\\s]+", "a_1é!! ²x 中", "a_1é|!!|²|x|中");
    row("several bytes a character", "é+b", "éééb", "éééb");
    row("giving back several bytes", "\\p{L}+é", "xéyé", "xéyé");
    row("nothing matches nothing", "a*", "bab", "a");
}

void TestPattern::matches_as_perl_does() {
    QFETCH(QString, pattern);
    QFETCH(QString, text);
    QTEST(matches(pattern, text), "expected");
}

void TestPattern::properties_are_unicode_s() {
    using Category = QChar::Category;
    const std::pair<const char*, std::vector<Category>> rows[] = {
        {"\\p{Lu}", {QChar::Letter_Uppercase}},
        {"\\p{L}",
         {QChar::Letter_Uppercase, QChar::Letter_Lowercase, QChar::Letter_Titlecase, QChar::Letter_Modifier,
          QChar::Letter_Other}},
        {"\\p{N}", {QChar::Number_DecimalDigit, QChar::Number_Letter, QChar::Number_Other}},
        {"\\p{Mn}", {QChar::Mark_NonSpacing}},
        {"\\d", {QChar::Number_DecimalDigit}},
        {"\\p{P}",
         {QChar::Punctuation_Connector, QChar::Punctuation_Dash, QChar::Punctuation_Open,
          QChar::Punctuation_Close, QChar::Punctuation_InitialQuote, QChar::Punctuation_FinalQuote,
          QChar::Punctuation_Other}}};
    for (const auto& [source, categories] : rows) {
        const Pattern pattern(source);
        for (char32_t c = 1; c <= 0x10FFFF; ++c) {
            const Category category = QChar::category(c);
            // What Qt's version of Unicode does not have yet may be anything in a newer one.
            if (category == QChar::Other_NotAssigned || category == QChar::Other_Surrogate) continue;
            std::vector<Pattern::Match> found;
            pattern.find_all(QString::fromUcs4(&c, 1).toStdString(), found);
            const bool expected = std::ranges::find(categories, category) != categories.end();
            QVERIFY2(!found.empty() == expected,
                     qPrintable(QString("%1 U+%2").arg(source).arg(uint(c), 0, 16)));
        }
    }
}

void TestPattern::what_is_not_known_is_refused_by_name_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* pattern, const char* part) { QTest::newRow(pattern) << pattern << part; };
    row("a*?b", "as little");
    row("(?:ab)++", "possessive");
    row("(?>ab)", "(?>");
    row("(?<name>a)", "(?<n");
    row("(?<=ab)c", "look behind");
    row("\\p{Han}", "Han");
    row("\\p{Xx}", "Xx");
    row("\\bword", "\\b");
    row("(a)\\1", "\\1");
    row("[a&&b]", "intersection");
    row("[[:alpha:]]", "class within a class");
    row("(a*)*", "may match nothing");
    row("a**", "after a quantifier");
    row("*a", "repeats nothing");
    row("(a", "lacks a `)`");
    row("a)", "too many");
    row("[ab", "lacks a `]`");
    row("[b-a]", "range");
    row("\\", "ends too early");
    row("\\x{110000}", "number");
    row("a{9999}", "9999");
    row("(?:(?:a{1000}b){1000}c){1000}", "too large");
    row("(?:(?:(?:(?:){1000}){1000}){1000}){1000}", "too large"); // of nothing, and yet without an end
    row("((((((((((((((((((((((((((((((((((((((((a", "deep");
}

void TestPattern::what_is_not_known_is_refused_by_name() {
    QFETCH(QString, pattern);
    QFETCH(QString, part);
    const QString error = error_of([&] { Pattern{pattern.toStdString()}; });
    VERIFY_ERROR(error, part);
    VERIFY_ERROR(error, pattern.left(20));
}

void TestPattern::long_texts_need_no_deep_stack() {
    const std::string text(1'000'000, 'a');
    std::vector<Pattern::Match> found;
    Pattern("(?:a|b)+c|(?:aa)+").find_all(text + 'd', found);
    QVERIFY((found == std::vector<Pattern::Match>{{0, 1'000'000}}));
}

void TestPattern::a_pattern_that_would_not_end_is_an_error() {
    std::vector<Pattern::Match> found;
    const QString error = error_of([&] { Pattern("(?:a|aa)+b").find_all(std::string(1000, 'a'), found); });
    VERIFY_ERROR(error, "too long");
}

void TestPattern::a_pattern_has_an_end() {
    VERIFY_ERROR(error_of([] { Pattern{std::string(100'000, 'a')}; }), "up to 65536 bytes, not 100000");
}

static const ffn::test::Case<TestPattern> kCase;
#include "tst_pattern.moc"
