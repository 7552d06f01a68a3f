#include "engine/formats/pickle.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;
using namespace std::string_literals; // "…"s keeps the NULs

namespace {

ByteSpan bytes(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string repeated(const std::string& part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i)
        text += part;
    return text;
}

/// A value written out, containers with theirs.
QString shown(const Pickle& pickle, Pickle::Id id) {
    QStringList items;
    for (const Pickle::Id item : pickle.items(id))
        items << shown(pickle, item);
    const QString list = items.join(" ");
    switch (pickle.kind(id)) {
    case PickleKind::None:
        return "None";
    case PickleKind::Bool:
        return pickle.node(id).number ? "True" : "False";
    case PickleKind::Int:
        return QString::number(pickle.node(id).number);
    case PickleKind::LongInt:
        return "long";
    case PickleKind::Float:
        return "float";
    case PickleKind::Text:
        return "'" + QString::fromStdString(std::string(pickle.text(id))) + "'";
    case PickleKind::Tuple:
        return "(" + list + ")";
    case PickleKind::List:
        return "[" + list + "]";
    case PickleKind::Dict:
        return "{" + list + "}";
    case PickleKind::Set:
        return "set";
    case PickleKind::Name:
        return "name" + QString::number(pickle.node(id).number);
    case PickleKind::Storage:
        return "storage(" + list + ")";
    case PickleKind::Tensor:
        return "tensor(" + list + ")";
    }
    return {};
}

} // namespace

class TestPickleMachine : public QObject {
    Q_OBJECT

  private slots:
    void readsEveryOpcodeOfAStateDict_data() {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const std::string& text, const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QString(expected);
        };
        const std::string eight(8, '\0');
        row("constants", "(N\x88\x89t.", "(None True False)");
        row("whole numbers", "(K\xffM\xff\xffJ\xff\xff\xff\xff\x8a\x01\x80t.", "(255 65535 -1 -128)");
        row("long numbers", "(\x8a\0\x8a\x08"s + "\0\0\0\0\0\0\0\x80\x8a\x09"s + eight + "\1t.",
            "(0 -9223372036854775808 long)");
        row("a float", "G" + eight + ".", "float");
        row("texts", "(X" + test::little(3, 4) + "abcU\1z\x8c\2yxt.", "('abc' 'z' 'yx')");
        row("tuples", "()K\1\x85K\1K\2\x86K\1K\2K\3\x87t.", "(() (1) (1 2) (1 2 3))");
        row("a list", "](K\1K\2eK\3a.", "[1 2 3]");
        row("a dict", "}(U\1aK\1U\1bNuU\1cK\3s.", "{'a' 1 'b' None 'c' 3}");
        row("an empty set", "\x8f.", "set");
        row("the memo", "(U\1aq\0]r"s + test::little(1, 4) + "h\0j"s + test::little(1, 4) + "\x94h\2t.",
            "('a' [] 'a' [] [])");
        row("protocol and frame", "\x80\x04\x95" + test::little(2, 8) + "N.", "None");
        row("an ordered dict with attributes", "ccollections\nOrderedDict\n)RU\1aK\1s}b.", "{'a' 1}");
        row("a new ordered dict",
            "\x8c\x0b"
            "collections\x8c\x0bOrderedDict\x93)\x81.",
            "{}");
        row("a size", "ctorch\nSize\nK\2K\3\x86\x85R.", "(2 3)");
        row("a storage",
            "(U\7storagectorch\nHalfStorage\nU\1"
            "0U\3cpuK\6tQ.",
            "storage('storage' name6 '0' 'cpu' 6)");
        row("a parameter",
            "ctorch._utils\n_rebuild_parameter\nctorch._utils\n_rebuild_tensor_v2\n(NK\0))tR\x89N\x87R."s,
            "tensor(None 0 () ())");
    }
    void readsEveryOpcodeOfAStateDict() {
        QFETCH(QByteArray, pickle);
        QFETCH(QString, expected);
        const std::string text = pickle.toStdString();
        const std::string with_more = text + "behind";
        const Pickle read = read_pickle(bytes(with_more), "file");
        QCOMPARE(shown(read, read.root()), expected);
        QCOMPARE(read.size(), text.size());
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& text, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QString(sentence);
        };
        row("os.system", "cos\nsystem\nU\4true\x85R.",
            "byte 107: the pickle names os.system, code that is not run");
        row("posix.system on the stack", "\x8c\5posix\x8c\6system\x93.", "names posix.system");
        row("eval", "cbuiltins\neval\n.", "names builtins.eval");
        row("a known name of another module", "cos\nOrderedDict\n.", "names os.OrderedDict");
        row("a class of its own", "c__main__\nNet\n)\x81.", "torch.save(model.state_dict()");
        row("a name with control characters", "cos\x1b[2J\nsystem\n.", "names os?[2J.system");
        row("a name of numbers", "K\1K\2\x93.", "names something by other than texts");
        row("reduce of a list", "])R.", "calls something that is no name");
        row("reduce without a tuple", "ccollections\nOrderedDict\n]R.", "or without a tuple");
        row("a storage made by the pickle", "ctorch\nFloatStorage\n)R.", "a storage of its own");
        row("a parameter of nothing", "ctorch._utils\n_rebuild_parameter\n)R.", "of nothing");
        row("an ordered dict of something", "ccollections\nOrderedDict\n]\x85R.",
            "gives OrderedDict arguments");
        row("attributes of a number", "K\1}b.", "attributes of something that has none");
        row("a persistent id of text", "U\1aQ.", "persistent id is no tuple");
        row("the old persistent id", "Pid\n.", "opcode 0x50");
        row("an opcode of protocol 0", "I1\n.", "opcode 0x49");
        row("instances", "(ios\nsystem\n.", "opcode 0x69");
        row("extension registry", "\x82\1.", "opcode 0x82");
        row("protocol 6", "\x80\6N.", "protocol 6");
        row("a frame past the end", std::string("\x95") + std::string(8, '\xff') + "N.",
            "frame of the pickle goes on past");
        row("a text of 4 GiB",
            "X\xff\xff\xff\xff"
            "abc",
            "ends in the middle");
        row("a long number of 255 bytes", "\x8a\xff\1.", "ends in the middle");
        row("no end", "N", "ends in the middle");
        row("a name without an end", "cos", "ends in the middle");
        row("nothing", "", "ends in the middle");
        row("an empty stack", ".", "stack in disorder");
        row("two values", "NN.", "stack in disorder");
        row("a mark left", "N(.", "stack in disorder");
        row("more taken than there is", "R.", "takes more from its stack");
        row("a value below the mark", "K\1(a.", "lacks the item");
        row("a tuple below the mark", "K\1(\x85.", "lacks the items of a tuple");
        row("no mark", "Nt.", "a mark from its stack");
        row("items for nobody", "(K\1e.", "no list or dict");
        row("items for a number", "K\1K\2a.", "no list or dict");
        row("an odd number of dict items", "}(K\1u.", "no list or dict");
        row("a list's items for a dict", "}(K\1e.", "no list or dict");
        row("memo of nothing", "q\0."s, "takes more from its stack");
        row("memo never filled", "h\0."s, "not in its memo");
        row("a gap in the memo", "Nr\xff\xff\xff\xff.", "memo out of order");
        row("a hole in the memo", "Nq\1h\0."s, "not in its memo");
        row("marks without end", std::string(2000, '(') + ".", "too deep");
        row("a million values and more", std::string((1 << 20) + 1, 'N'), "more than any file of weights");
        row("a stack without end", "Nq\0"s + repeated("h\0"s, (1 << 20) + 1),
            "more than any file of weights");
        row("the opcode to drop a value", "N0.", "opcode 0x30");
    }
    void refuses() {
        QFETCH(QByteArray, pickle);
        QFETCH(QString, sentence);
        const std::string text = pickle.toStdString();
        const auto error =
            QString::fromStdString(test::error_of([&] { read_pickle(bytes(text), "model.pt", 107); }));
        QVERIFY2(error.startsWith("model.pt, byte ") && error.contains(sentence), qPrintable(error));
    }

    void ringsAndSharingCostNothing() {
        // A list that holds itself, and 40 lists that each hold the one before twice.
        const std::string in_itself = "]q\0h\0a."s;
        const Pickle ring = read_pickle(bytes(in_itself), "file");
        QCOMPARE(ring.items(ring.root())[0], ring.root());
        std::string doubling = "]q\0"s;
        for (char i = 0; i < 40; ++i)
            doubling += "](h"s + i + "h"s + i + "eq"s + char(i + 1);
        doubling = "(" + doubling + "t.";
        const Pickle shared = read_pickle(bytes(doubling), "file");
        QCOMPARE(shared.items(shared.root()).size(), std::size_t(41));
    }
};

static const ffn::test::Case<TestPickleMachine> kCase;
#include "tst_pickle_machine.moc"
