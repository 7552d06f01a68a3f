#include "tests/test_case.h"
#include "ui/model_browser/model_tables.h"

#include <QTest>

#include <cmath>

using namespace ffn;
using namespace ffn::ui;

class TestModelTables : public QObject {
    Q_OBJECT
  private slots:
    void parametersAreThoseOfTheLoadedBlock_data();
    void parametersAreThoseOfTheLoadedBlock();
    void aRowEachAndAHeaderEach();
    void whereTheConfigurationComesFromIsTold();
    void aTensorSaysWhatItIsAPartOf();
};

namespace {
const std::filesystem::path kFixtures = FFNSCOPE_FIXTURES;
}

void TestModelTables::parametersAreThoseOfTheLoadedBlock_data() {
    QTest::addColumn<QString>("file");
    for (const char* file : {"tutorial", "gpt2", "llama", "bert"})
        QTest::newRow(file) << QString("forward/%1.safetensors").arg(file);
}

void TestModelTables::parametersAreThoseOfTheLoadedBlock() {
    QFETCH(QString, file);
    const auto archive = open_archive(kFixtures / file.toStdString());
    const ModelListing listing = find_blocks(*archive);
    const auto facts = blockFacts(*archive, listing);
    QCOMPARE(facts.size(), listing.blocks.size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const auto model = load_block(*archive, listing.blocks[i]);
        QCOMPARE(facts[i].parameters, model->parameters());
        double squares = 0;
        for (const float g : model->norm_gain.values())
            squares += double(g) * double(g);
        // The same sum of the same numbers in double: only rounding of the order could differ.
        QVERIFY(std::abs(facts[i].gain_norm - std::sqrt(squares)) <= 1e-9 * std::sqrt(squares));
        QCOMPARE(facts[i].dtypes, std::string("F32"));
    }
}

void TestModelTables::aRowEachAndAHeaderEach() {
    const auto archive = open_archive(kFixtures / "hub/opt");
    const ModelListing listing = find_blocks(*archive);
    QVERIFY(listing.blocks.size() > 1);
    for (const auto& facts : {std::vector<BlockFacts>(), blockFacts(*archive, listing)}) {
        const Table table = blocksTable(listing, facts);
        QCOMPARE(table.rows.size(), listing.blocks.size());
        QCOMPARE(qsizetype(table.columns.size()), blockHeaders().size());
        for (const auto& row : table.rows)
            QCOMPARE(row.size(), table.columns.size());
    }
    const Table tensors = tensorsTable(*archive, listing);
    QCOMPARE(tensors.rows.size(), archive->tensors().size());
    QCOMPARE(qsizetype(tensors.columns.size()), tensorHeaders().size());
}

void TestModelTables::whereTheConfigurationComesFromIsTold() {
    Block block;
    const auto told = [&] { return blocksTable({{block}, {}}, {}).rows[0][6].text; };
    QCOMPARE(told(), std::string("family"));
    block.activation_source = block.eps_source = ConfigSource::Config;
    QCOMPARE(told(), std::string("activation config, norm family, placement family, eps config"));
    block.config.norm = Norm::None; // which has no eps and no place
    QCOMPARE(told(), std::string("config"));
}

void TestModelTables::aTensorSaysWhatItIsAPartOf() {
    const auto archive = open_archive(kFixtures / "hub/opt");
    const ModelListing listing = find_blocks(*archive);
    const Table table = tensorsTable(*archive, listing);
    const auto row = std::size_t(archive->find(listing.blocks[1].tensors.down));
    QCOMPARE(table.rows[row][3], TableCell(std::string("1: down")));
    const TensorInfo& down = archive->tensors()[row];
    QCOMPARE(table.rows[row][4], TableCell(down.count() * (down.dtype == "F32" ? 4 : 2)));
    const auto words = std::size_t(archive->find(listing.embeddings.front().tensor));
    QCOMPARE(table.rows[words][3], TableCell(std::string("embeddings")));
}

static const ffn::test::Case<TestModelTables> kCase;
#include "tst_model_tables.moc"
