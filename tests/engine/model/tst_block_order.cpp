#include "engine/model/block_order.h"

#include "tests/test_case.h"

#include <QTest>

using namespace ffn;

class TestBlockOrder : public QObject {
    Q_OBJECT

  private slots:
    void theFirstComesBeforeTheSecond_data() {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::newRow("numbers, not letters") << "layers.2"
                                              << "layers.10";
        QTest::newRow("numbers inside a name") << "block2.ffn"
                                               << "block10.ffn";
        QTest::newRow("longer than any integer") << "l.99999999999999999999"
                                                 << "l.100000000000000000000";
        QTest::newRow("encoder first") << "model.encoder.layers.11"
                                       << "model.decoder.layers.0";
        QTest::newRow("encoder first, inside a name") << "transformer_encoder.9"
                                                      << "transformer_decoder.0";
        QTest::newRow("gguf's short names") << "enc.blk.3"
                                            << "dec.blk.0";
        QTest::newRow("outer number first") << "a.1.b.9"
                                            << "a.2.b.0";
        QTest::newRow("the shorter") << "layers.1"
                                     << "layers.1.ffn";
        QTest::newRow("leading zeros are no number") << "layers.01"
                                                     << "layers.1";
        QTest::newRow("empty") << ""
                               << "a";
    }
    void theFirstComesBeforeTheSecond() {
        QFETCH(QString, first);
        QFETCH(QString, second);
        QVERIFY(block_before(first.toStdString(), second.toStdString()));
        QVERIFY(!block_before(second.toStdString(), first.toStdString()));
    }

    void nothingComesBeforeItself() { QVERIFY(!block_before("encoder.layers.1", "encoder.layers.1")); }
};

static const ffn::test::Case<TestBlockOrder> kCase;

#include "tst_block_order.moc"
