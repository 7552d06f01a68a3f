#include "engine/formats/pickle.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestPickle : public QObject {
    Q_OBJECT

  private slots:
    void knowsTheNamesOfAStateDictAndNoOthers_data() {
        QTest::addColumn<std::string>("module");
        QTest::addColumn<std::string>("name");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* module, const char* name, int expected) {
            QTest::addRow("%s.%s", module, name) << std::string(module) << std::string(name) << expected;
        };
        row("collections", "OrderedDict", int(PickleName::OrderedDict));
        row("torch._utils", "_rebuild_tensor_v2", int(PickleName::RebuildTensor));
        row("torch._utils", "_rebuild_parameter", int(PickleName::RebuildParameter));
        row("torch", "Size", int(PickleName::Size));
        row("torch", "FloatStorage", int(PickleName::FloatStorage));
        row("torch", "BFloat16Storage", int(PickleName::BFloat16Storage));
        row("torch", "BoolStorage", int(PickleName::BoolStorage));
        for (const auto& [module, name] : {std::pair{"os", "system"},
                                           {"builtins", "getattr"},
                                           {"torch", "load"},
                                           {"torch.Size", ""},
                                           {"collections.OrderedDict", ""},
                                           {"", "OrderedDict"},
                                           {"torch", "ComplexFloatStorage"}})
            row(module, name, -1);
    }
    void knowsTheNamesOfAStateDictAndNoOthers() {
        QFETCH(std::string, module);
        QFETCH(std::string, name);
        const auto known = pickle_name(module, name);
        QTEST(known ? int(*known) : -1, "expected");
    }
};

static const ffn::test::Case<TestPickle> kCase;
#include "tst_pickle.moc"
