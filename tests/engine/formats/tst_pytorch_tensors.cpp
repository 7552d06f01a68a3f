#include "engine/formats/pytorch_tensors.h"

#include "tests/engine/formats/pytorch_text.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;
using namespace std::string_literals;
using test::pickled;
using test::PickledTensor;

namespace {

/// Names of the tensors of a pickle.
QStringList names(const std::string& object) {
    const std::string text = object + ".";
    const ByteSpan bytes{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    QStringList found;
    for (const PytorchTensor& tensor : pytorch_tensors(read_pickle(bytes, "w.pt"), "w.pt", 0))
        found << QString::fromStdString(tensor.name);
    return found;
}

std::string dict(const std::string& items) {
    return "}(" + items + "u";
}

} // namespace

class TestPytorchTensors : public QObject {
    Q_OBJECT

  private slots:
    void joinsNamesAndLeavesTheWrapperOut_data() {
        QTest::addColumn<QByteArray>("object");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const std::string& object, const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(object) << QString(expected);
        };
        const std::string t = pickled(PickledTensor{});
        const std::string inner = dict(pickled("a.b") + t);
        row("a state_dict", inner, "a.b");
        row("a tensor alone", t, "w");
        row("a list", "](" + t + t + "e", "0 1");
        row("deep", dict(pickled("x") + dict(pickled("y") + "(" + t + "t")), "x.y.0");
        for (const char* wrapper : {"state_dict", "model_state_dict", "model", "module", "net"})
            row(wrapper, dict(pickled("epoch") + pickled(std::int64_t(3)) + pickled(wrapper) + inner), "a.b");
        row("two wrappers", dict(pickled("model") + inner + pickled("net") + inner), "model.a.b net.a.b");
        row("a wrapper beside tensors", dict(pickled("model") + inner + pickled("c") + t), "model.a.b c");
        row("an optimizer beside it",
            dict(pickled("optimizer") + dict(pickled(std::int64_t(0)) + inner) + pickled("model") + inner),
            "optimizer.0.a.b a.b");
        row("another name", dict(pickled("teacher") + inner), "teacher.a.b");
        row("what is no tensor", dict(pickled("n") + "N" + pickled("s") + pickled("text") + pickled("t") + t),
            "t");
    }
    void joinsNamesAndLeavesTheWrapperOut() {
        QFETCH(QByteArray, object);
        QTEST(names(object.toStdString()).join(" "), "expected");
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("object");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& object, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(object) << QString(sentence);
        };
        const std::string t = pickled(PickledTensor{});
        row("no tensors", "}", "holds no tensors");
        row("a number", pickled(std::int64_t(3)), "holds no tensors");
        row("two of a name", dict(pickled("a") + t + pickled("a") + t), "stands for two tensors");
        row("two of a joined name", dict(pickled("a.b") + t + pickled("a") + dict(pickled("b") + t)),
            "stands for two tensors");
        row("no name", dict(pickled("") + t), "name is empty");
        row("a name that is no UTF-8", dict(pickled("\xff") + t), "not UTF-8");
        row("a dict as a name", dict("}" + t), "name is empty");
        row("a long name", dict(pickled(std::string(4000, 'x')) + dict(pickled(std::string(200, 'y')) + t)),
            "longer than 4096");
        std::string nest(10000, ']');
        nest += std::string(9999, 'a');
        row("a nest of 10,000 lists", nest, "more than 64 deep");
        row("a list in itself", "]q\0h\0a"s, "more than 64 deep");
        std::string walk = "(]q\0"s;
        for (char i = 0; i < 60; ++i)
            walk += "](h"s + i + "h"s + i + "eq"s + char(i + 1);
        // 2^60 ways through them: it would not end, were they not known for empty after the first.
        row("lists that share one another", walk + "t", "holds no tensors");
        // A list of half a million values and a tensor, 20 times in each of 20 lists of lists.
        std::string wide = "](" + std::string(1 << 19, 'N') + t + "eq\0"s;
        for (char i = 0; i < 2; ++i) {
            std::string items;
            for (int n = 0; n < 20; ++n)
                items += "h"s + i;
            wide += "](" + items + "eq"s + char(i + 1);
        }
        row("a wide list in many places", "(" + wide + "t", "share one another without end");
        row("too few arguments", "ctorch._utils\n_rebuild_tensor_v2\n)R", "not described as PyTorch does it");
        row("a storage that is none", "ctorch._utils\n_rebuild_tensor_v2\n(NK\0))tR"s,
            "not described as PyTorch does it");
        row("a type that is no storage", pickled(PickledTensor{.type = "Size"}), "has no known type");
        row("a negative count", pickled(PickledTensor{.count = -1}),
            "storage of tensor 'w' is not described");
        row("65 axes", pickled(PickledTensor{.shape = std::vector<std::int64_t>(65, 1)}),
            "not described as PyTorch does it");
    }
    void refuses() {
        QFETCH(QByteArray, object);
        QFETCH(QString, sentence);
        const auto error = QString::fromStdString(test::error_of([&] { names(object.toStdString()); }));
        QVERIFY2(error.startsWith("w.pt") && error.contains(sentence), qPrintable(error));
    }

    void refusesMoreTensorsThanAnyModel() {
        // 40 lists of 40 lists … of one tensor: 2.5 million names from one kilobyte.
        std::string object = pickled(PickledTensor{}) + "q\0"s;
        for (char depth = 0; depth < 4; ++depth) {
            std::string items;
            for (int i = 0; i < 40; ++i)
                items += "h"s + depth;
            object += "](" + items + "eq" + char(depth + 1);
        }
        const std::string error = test::error_of([&] { names("(" + object + "t"); });
        QVERIFY2(error.find("more tensors than any model") != std::string::npos, error.c_str());
    }
};

static const ffn::test::Case<TestPytorchTensors> kCase;
#include "tst_pytorch_tensors.moc"
