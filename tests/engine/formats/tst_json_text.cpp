#include "engine/formats/json_text.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>
#include <array>

using namespace ffn;

class TestJsonText : public QObject {
    Q_OBJECT

  private slots:
    void buildsTheValue() {
        const auto value =
            parse_json(R"( {"a":[1,-2,2.5,true,null,"é\n",{}],"b":{"c":[[],[3]]}} )", "f.json");
        // Written with the library's own constructors, which know nothing of the builder.
        const nlohmann::json expected{
            {"a", {1, -2, 2.5, true, nullptr, "é\n", nlohmann::json::object()}},
            {"b", {{"c", nlohmann::json::array({nlohmann::json::array(), nlohmann::json::array({3})})}}}};
        QVERIFY(value == expected);
        QVERIFY(parse_json("7", "f.json") == 7);
        QVERIFY(parse_json("18446744073709551615", "f").is_number_unsigned());
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("key twice") << QByteArray(R"({"a":1,"a":2})") << "byte 110: the key 'a' stands twice";
        QTest::newRow("key twice, escaped")
            << QByteArray(R"({"a":1,"\u0061":2})") << "the key 'a' stands twice";
        QTest::newRow("key twice, deep")
            << QByteArray(R"([{"x":{"a":1,"b":2,"a":2}}])") << "'a' stands twice";
        QTest::newRow("ends early") << QByteArray(R"({"a":)") << "byte 105: the JSON text ends too early";
        QTest::newRow("nothing") << QByteArray("") << "byte 100: the JSON text ends too early";
        QTest::newRow("more behind it") << QByteArray("{} {}") << "byte 103: is not valid JSON here";
        QTest::newRow("comment") << QByteArray("/* */ 1") << "not valid JSON";
        QTest::newRow("comma at the end") << QByteArray("[1,]") << "byte 103: is not valid JSON here";
        QTest::newRow("NaN") << QByteArray("[NaN]") << "not valid JSON";
        QTest::newRow("too large a number") << QByteArray("[1e999]") << "not valid JSON";
        QTest::newRow("cut UTF-8") << QByteArray("\"\xE2\x82\"") << "not valid JSON";
        QTest::newRow("overlong UTF-8") << QByteArray("\"\xC0\xAF\"") << "not valid JSON";
        QTest::newRow("lone surrogate") << QByteArray("\"\\ud800\"") << "not valid JSON";
        QTest::newRow("NUL") << QByteArray("[1]\0", 4) << "byte 103: is not valid JSON";
        QTest::newRow("NUL in a text") << QByteArray("[\"a\0\"]", 6) << "byte 103: is not valid JSON";
        QTest::newRow("text without end") << QByteArray("[\"ab") << "byte 104: the JSON text ends too early";
        QTest::newRow("text without end after a quote")
            << QByteArray("[\"ab\\\"") << "byte 106: the JSON text ends too early";
        QTest::newRow("behind much white space") << QByteArray("[1,") + QByteArray(1000, ' ') + "x]"
                                                 << "byte 1103: is not valid JSON here";
        QTest::newRow("white space inside a number") << QByteArray("[1  2]") << "byte 104: is not valid";
        QTest::newRow("a text of more than 8 MB") << "[\"a\",\"" + QByteArray((8 << 20) + 1, 'x') + "\"]"
                                                  << "byte 105: a text of more than 8388608";
        QTest::newRow("a key of more than 8 MB") << "{\"" + QByteArray(9 << 20, 'x') + "\":1}"
                                                 << "byte 101: a text of more than 8388608";
        QTest::newRow("an escaped text of more than 8 MB")
            << "[\"" + QByteArray("\\\"").repeated(5 << 20) + "\"]"
            << "byte 101: a text of more than";
        QTest::newRow("a number of more than 1024 digits") << "[2, " + QByteArray(1026, '1') + "]"
                                                           << "byte 104: a number of more than 1024 digits";
        QTest::newRow("white space behind the fault")
            << QByteArray("{\"a\": 1,,\n        \"b\": 2}") << "byte 108: is not valid JSON";
        QTest::newRow("white space around a key that comes twice")
            << QByteArray("{   \"a\":   1,\n\n   \"a\"   :   2}") << "byte 121: the key 'a' stands twice";
        QTest::newRow("65 lists") << QByteArray(65, '[') + QByteArray(65, ']')
                                  << "byte 165: lists and objects lie more";
        QTest::newRow("100,000 lists") << QByteArray(100'000, '[') << "more than 64 deep";
        QTest::newRow("many objects") << QByteArray(R"({"a":)").repeated(10'000) << "more than 64 deep";
    }
    void refuses() {
        QFETCH(QByteArray, text);
        QFETCH(QString, sentence);
        const std::string bytes = text.toStdString();
        const auto error =
            QString::fromStdString(test::error_of([&] { parse_json(bytes, "dir/f.json", 100); }));
        QVERIFY2(error.startsWith("dir/f.json, byte ") && error.contains(sentence), qPrintable(error));
    }

    void refusesAListThatTakesMoreThanItsFile() {
        // 16 bytes of memory for 3 of the file; 2097152 elements fill 32 MB.
        std::string text = "[10";
        for (int i = 0; i < 1 << 21; ++i)
            text += ",10";
        const auto error = test::error_of([&] { parse_json(text + "]", "f"); });
        QVERIFY2(error.find("more than 2097152 elements") != std::string::npos, error.c_str());
        QCOMPARE(parse_json(text.substr(0, text.size() - 3) + "]", "f").size(), std::size_t(1) << 21);
    }

    void refusesValuesThatTakeMoreThanTheirFile_data() {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("objects") << QByteArray("[") << QByteArray(R"({"a":1},)");
        QTest::newRow("empty lists") << QByteArray("[") << QByteArray("[],");
        QTest::newRow("texts") << QByteArray("[") << QByteArray("\"\",");
    }
    void refusesValuesThatTakeMoreThanTheirFile() {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, value);
        std::string text = first.toStdString();
        for (int i = 0; i < 2'000'000; ++i)
            text += value.toStdString();
        const auto error = test::error_of([&] { parse_json(text + "0]", "f"); });
        QVERIFY2(error.find("more values than its length justifies") != std::string::npos, error.c_str());
    }

    void handsMembersOnOneByOne() {
        QStringList taken;
        const auto take = [&](std::string&& key, nlohmann::json&& value) {
            taken << QString::fromStdString(key + "=" + value.dump());
        };
        const JsonSink members{{"b", "c"}, false, take};
        const auto rest = parse_json(R"({"c":{"x":0},"b":{"c":{"p":1,"q":[{"c":2}],"p":{}},"d":3},"e":[4]})",
                                     "f", 0, {&members, 1});
        QCOMPARE(taken.join(" "), QString(R"(p=1 q=[{"c":2}] p={})"));
        QVERIFY(rest == nlohmann::json::parse(R"({"c":{"x":0},"b":{"c":{},"d":3},"e":[4]})"));
        taken.clear();
        const JsonSink elements{{}, true, take};
        QVERIFY(parse_json(R"([1,[2],"x"])", "f", 0, {&elements, 1}) == nlohmann::json::array());
        QCOMPARE(taken.join(" "), QString(R"(=1 =[2] ="x")"));
        QVERIFY(parse_json(R"({"a":[1]})", "f", 0, {&elements, 1}).size() == 1); // not a list
        QVERIFY(parse_json("7", "f", 0, {&elements, 1}) == 7);
        QCOMPARE(taken.size(), 3);
    }

    void handsOnToSeveralSinks() {
        QStringList taken;
        const auto as = [&](const char* name) {
            return [&taken, name](std::string&& key, nlohmann::json&& value) {
                taken << QString::fromStdString(name + key + "=" + value.dump());
            };
        };
        const std::array sinks{JsonSink{{"a", "list"}, true, as("1")}, JsonSink{{"a", "b"}, false, as("2")}};
        const auto rest =
            parse_json(R"({"a":{"b":{"x":[1]},"list":[{"list":[2]},3]},"list":[4]})", "f", 0, sinks);
        QCOMPARE(taken.join(" "), QString(R"(2x=[1] 1={"list":[2]} 1=3)"));
        QVERIFY(rest == nlohmann::json::parse(R"({"a":{"b":{},"list":[]},"list":[4]})"));
    }

    // All of them together would take 20 times the text.
    void whatIsHandedOnTakesNoMemory() {
        std::string text = "[";
        for (int i = 0; i < 2'000'000; ++i)
            text += R"({"a":1},)";
        std::size_t count = 0;
        const JsonSink sink{{}, true, [&](std::string&&, nlohmann::json&& value) { count += value.size(); }};
        (void)parse_json(text + "{}]", "f", 0, {&sink, 1});
        QCOMPARE(count, std::size_t(2'000'000));
    }

    void takesLongTextsAndNumbers() {
        const std::string text(8 << 20, 'x'), digits(1000, '1');
        QCOMPARE(parse_json('"' + text.substr(2) + '"', "f").get<std::string>().size(), text.size() - 2);
        QVERIFY(parse_json("0." + digits, "f").is_number_float());
    }

    void takesWhiteSpaceOfAnyLength() {
        const std::string space = std::string(1'000'000, ' ') + "\n\t";
        const auto value =
            parse_json(space + "[" + space + "\"a  b\"" + space + ",2" + space + "]" + space, "f");
        QCOMPARE(value.dump(), std::string(R"(["a  b",2])"));
    }

    void takes64Lists() {
        const std::string text = std::string(64, '[') + std::string(64, ']');
        QCOMPARE(parse_json(text, "f").dump(), text);
    }
};

static const ffn::test::Case<TestJsonText> kCase;
#include "tst_json_text.moc"
