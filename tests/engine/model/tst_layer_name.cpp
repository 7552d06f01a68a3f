#include "engine/model/layer_name.h"

#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestLayerName : public QObject {
    Q_OBJECT

  private slots:
    void matchesWholeParts_data() {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<std::string>("pattern");
        QTest::addColumn<QString>("expected"); // "prefix|star", or "no"
        const auto row = [](const char* name, const char* pattern, const char* expected) {
            QTest::addRow("%s as %s", name, pattern)
                << std::string(name) << std::string(pattern) << QString(expected);
        };
        row("conv1", "conv1", "|");
        row("a.b.conv1", "conv1", "a.b.|");
        row("a.mlp.c_fc", "mlp.c_fc", "a.|");
        row("myconv1", "conv1", "no");
        row("conv1.x", "conv1", "no");
        row("c_fc", "mlp.c_fc", "no");
        row("l.0.experts.7.w1", "experts.*.w1", "l.0.|7");
        row("experts.expert_12.wi", "experts.*.wi", "|expert_12");
        row("experts.shared.wi", "experts.*.wi", "no");
        row("l.experts.7.x.w1", "experts.*.w1", "no");
        row("w1", "experts.*.w1", "no");
        row("", "conv1", "no");
    }
    void matchesWholeParts() {
        QFETCH(std::string, name);
        QFETCH(std::string, pattern);
        const auto layer = match_layer(name, pattern);
        const std::string found = layer ? layer->prefix + "|" + layer->star : "no";
        QTEST(QString::fromStdString(found), "expected");
    }

    void fillsInTheNumber() {
        QCOMPARE(fill_pattern("experts.*.w1", "expert_3"), std::string("experts.expert_3.w1"));
        QCOMPARE(fill_pattern("conv1", "3"), std::string("conv1"));
    }
};

static const ffn::test::Case<TestLayerName> kCase;
#include "tst_layer_name.moc"
