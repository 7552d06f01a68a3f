#include "engine/tokens/text_normalizer.h"

#include "tests/engine/tokens/fixture.h"
#include "tests/test_case.h"

using namespace ffn;

class TestTextNormalizer : public QObject {
    Q_OBJECT
  private slots:
    void forms_are_unicode_s_data();
    void forms_are_unicode_s();
    void many_marks_are_sorted();
    void lower_case_is_a_character_at_a_time();
    void steps_say_what_bytes_stand_for_data();
    void steps_say_what_bytes_stand_for();
    void a_text_cannot_be_blown_up();
    void what_unicode_makes_longer_is_kept();
};

namespace {

QString normalized(const TextNormalizer& normalize, const QString& text) {
    return QString::fromStdString(normalize(align_valid(text.toStdString())).text);
}

bool is_known(char32_t c) {
    return QChar::category(c) != QChar::Other_NotAssigned && QChar::category(c) != QChar::Other_Surrogate;
}

} // namespace

void TestTextNormalizer::forms_are_unicode_s_data() {
    QTest::addColumn<int>("form");
    QTest::addColumn<int>("qt");
    QTest::newRow("NFC") << int(UnicodeForm::Nfc) << int(QString::NormalizationForm_C);
    QTest::newRow("NFD") << int(UnicodeForm::Nfd) << int(QString::NormalizationForm_D);
    QTest::newRow("NFKC") << int(UnicodeForm::Nfkc) << int(QString::NormalizationForm_KC);
    QTest::newRow("NFKD") << int(UnicodeForm::Nfkd) << int(QString::NormalizationForm_KD);
}

/// Every character, beside others that may join it, as Qt normalises them.
void TestTextNormalizer::forms_are_unicode_s() {
    QFETCH(int, form);
    QFETCH(int, qt);
    const TextNormalizer normalize = normalize_unicode(UnicodeForm(form));
    // Qt composes no pairs beyond the first plane.
    const bool composes = qt == QString::NormalizationForm_C || qt == QString::NormalizationForm_KC;
    for (char32_t c = 0x80; c <= (composes ? 0xFFFFU : 0x2FFFFU); ++c) {
        if (!is_known(c)) continue;
        const QString one = QString::fromUcs4(&c, 1);
        const QString text =
            "a" + one + QString::fromUcs4(U"\u0323\u0301") + one + one + "x" + one + QChar(0x11A8);
        const QString ours = normalized(normalize, text);
        QVERIFY2(ours == text.normalized(QString::NormalizationForm(qt)),
                 qPrintable("U+" + QString::number(uint(c), 16)));
    }
}

void TestTextNormalizer::many_marks_are_sorted() {
    QString text = "a";
    for (int i = 0; i < 100'000; ++i) // classes 230, 220, 232: a bubble sort of them would take minutes
        text += QString::fromUcs4(U"\u0301\u0323\u0315");
    QString sorted = "a" + QString(100'000, QChar(0x323)) + QString(100'000, QChar(0x301)) +
                     QString(100'000, QChar(0x315));
    QVERIFY(normalized(normalize_unicode(UnicodeForm::Nfd), text) == sorted);
}

void TestTextNormalizer::lower_case_is_a_character_at_a_time() {
    const TextNormalizer lower = normalize_lowercase();
    QCOMPARE(normalized(lower, "ΑΣ İI ẞ"), QString("ας i̇i ß").replace(QString("ς"), "σ"));
    for (char32_t c = 0x20; c <= 0x1FFFF; ++c)
        if (is_known(c) && c != 0x130) {
            const char32_t expected = QChar::toLower(c);
            QVERIFY2(normalized(lower, QString::fromUcs4(&c, 1)) == QString::fromUcs4(&expected, 1),
                     qPrintable("U+" + QString::number(uint(c), 16)));
        }
}

void TestTextNormalizer::steps_say_what_bytes_stand_for_data() {
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("origin"); // of each byte
    QTest::newRow("prepend") << "prepend"
                             << "ab"
                             << "_ab"
                             << "0-0 0-1 1-2";
    QTest::newRow("replace") << "replace"
                             << "aXXb"
                             << "a--b"
                             << "0-1 1-3 1-3 3-4";
    QTest::newRow("strip") << "strip"
                           << "  a b "
                           << "a b"
                           << "2-3 3-4 4-5";
    QTest::newRow("compose") << "nfc"
                             << "xe\u0301y"
                             << "xéy"
                             << "0-1 1-4 1-4 4-5";
    QTest::newRow("marks") << "marks"
                           << "e\u0301f"
                           << "ef"
                           << "0-1 3-4";
    QTest::newRow("ideograph") << "bert"
                               << "a\u4e2d"
                               << "a \u4e2d "
                               << "0-1 1-1 1-4 1-4 1-4 4-4";
    QTest::newRow("accents and controls") << "bert"
                                          << "É\u0001B"
                                          << "eb"
                                          << "0-2 3-4";
}

void TestTextNormalizer::steps_say_what_bytes_stand_for() {
    QFETCH(QString, step);
    QFETCH(QString, text);
    const std::map<QString, TextNormalizer> steps{
        {"prepend", normalize_prepend("_")},          {"replace", normalize_replace(Pattern("X+"), "--")},
        {"strip", normalize_strip_space(true, true)}, {"nfc", normalize_unicode(UnicodeForm::Nfc)},
        {"marks", normalize_strip_marks()},           {"bert", normalize_bert({})}};
    const AlignedText out = steps.at(step)(align_valid(text.toStdString()));
    QTEST(QString::fromStdString(out.text), "expected");
    QStringList origin;
    for (const TextRange& range : out.origin)
        origin.append(QString("%1-%2").arg(range.begin).arg(range.end));
    QTEST(origin.join(' '), "origin");
}

void TestTextNormalizer::a_text_cannot_be_blown_up() {
    const TextNormalizer replace = normalize_replace("a", std::string(500, 'b'));
    const QString error = test::error_of([&] { replace(align_valid(std::string(1'000'000, 'a'))); });
    VERIFY_ERROR(error, "128 MiB");
    // A short text and a chain of steps: 40 bytes would become a hundred million.
    const TextNormalizer twice = normalize_in_order({replace, normalize_replace("b", std::string(500, 'c'))});
    VERIFY_ERROR(test::error_of([&] { twice(align_valid(std::string(400, 'a'))); }), "32 bytes of each");
}

void TestTextNormalizer::what_unicode_makes_longer_is_kept() {
    // Its longest decomposition: 18 characters, 33 bytes of 3. At 300 KB no slack for short texts is left.
    std::string text;
    for (int i = 0; i < 100'000; ++i)
        text += "\uFDFA";
    QCOMPARE(normalize_unicode(UnicodeForm::Nfkc)(align_valid(text)).size(), std::size_t(3'300'000));
}

static const ffn::test::Case<TestTextNormalizer> kCase;
#include "tst_text_normalizer.moc"
