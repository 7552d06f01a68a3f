#include "engine/exports/capture_names.h"
#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestCaptureNames : public QObject {
    Q_OBJECT

  private slots:
    void blocksAreFoundByTheEndsOfTheirNames_data() {
        QTest::addColumn<QString>("captured");
        QTest::addColumn<QString>("blocks");
        QTest::addColumn<QString>("expected"); // for each block the place of its captured one
        const auto row = [](const char* what, const char* captured, const char* blocks,
                            const char* expected) {
            QTest::newRow(what) << QString(captured) << QString(blocks) << QString(expected);
        };
        row("the same", "layers.0 layers.1", "layers.1 layers.0", "1 0");
        row("training's wrapper", "module.layers.0 module.layers.1", "layers.0 layers.1", "0 1");
        row("a model around the weights", "h.0 h.1", "transformer.h.0 transformer.h.1", "0 1");
        row("different models around both", "_orig_mod.encoder.layers.1 _orig_mod.encoder.layers.0",
            "model.encoder.layers.0 model.encoder.layers.1", "1 0");
        row("a compiled part inside", "model._orig_mod.layers.0 model._orig_mod.layers.1",
            "model.layers.0 model.layers.1", "0 1");
        row("only whole parts", "my_layers.0 my_layers.1", "layers.0 layers.1", "- -");
        row("another number", "layers.10 layers.11", "layers.0 layers.1", "- -");
        row("two that end so", "encoder.layers.0 decoder.layers.0", "layers.0 layers.9", "- -");
        row("two blocks that end so", "layers.0 layers.9", "encoder.layers.0 decoder.layers.0", "- -");
        row("the full name is preferred", "layers.0 encoder.layers.0", "layers.0 x.encoder.layers.0", "0 -");
        row("some are not captured", "model.h.2 model.h.0", "h.0 h.1 h.2", "1 - 0");
        row("one and one", "block", "tutorial", "0");
        row("one of many", "block", "layers.0 layers.1", "- -");
        row("nothing", "", "layers.0", "-");
    }
    void blocksAreFoundByTheEndsOfTheirNames() {
        QFETCH(QString, captured);
        QFETCH(QString, blocks);
        const auto names = [](const QString& list) {
            std::vector<std::string> result;
            for (const QString& name : list.split(' ', Qt::SkipEmptyParts))
                result.push_back(name.toStdString());
            return result;
        };
        QStringList matches;
        for (const auto& match : match_captured(names(captured), names(blocks)))
            matches << (match ? QString::number(*match) : QString("-"));
        QTEST(matches.join(' '), "expected");
    }

    void aNameOfManyPartsCostsNoMoreThanItsLength() {
        std::string longest;
        for (int i = 0; i < 500'000; ++i)
            longest += "a.";
        const std::vector<std::string> captured{longest + "b", "x"}, blocks{longest + "b", longest + "c"};
        const auto matches = match_captured(captured, blocks);
        QVERIFY(matches[0] == std::size_t(0) && !matches[1]);
    }
};

static const ffn::test::Case<TestCaptureNames> kCase;
#include "tst_capture_names.moc"
