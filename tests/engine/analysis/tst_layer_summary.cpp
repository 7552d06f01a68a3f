#include "engine/analysis/layer_summary.h"

#include "engine/analysis/comparison_tables.h"
#include "engine/analysis/residual.h"
#include "engine/analysis/sparsity.h"
#include "engine/analysis/token_tables.h"
#include "engine/analysis/unit_tables.h"
#include "tests/engine/analysis/random_pass.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace ffn;
using namespace ffn::test;

class TestLayerSummary : public QObject {
    Q_OBJECT
  private slots:
    void agreesWithTheParts();
    void aScanKnowsNoResidual();
    void tablesAreWellFormed();
    void theCellTableAddsUp();
};

void TestLayerSummary::agreesWithTheParts() {
    FeedForwardConfig config;
    config.d_model = 8, config.d_ff = 60;
    const auto s = random_pass(config, {6, 3});
    const LayerSummary summary = layer_summary(*s);
    const Sparsity sparse = sparsity(*s);
    QCOMPARE(summary.tokens_seen, 9);
    QVERIFY(std::abs(summary.active_fraction - (1 - sparse.zero_fraction)) < 1e-15);
    QCOMPARE(summary.union_fraction, sparse.union_by_tokens.back());
    QCOMPARE(summary.kinds[std::size_t(UnitKind::DeadSoFar)], sparse.units_never_active);
    double cosine = 0, ratio = 0;
    for (const auto& row : residual(*s))
        for (const TokenResidual& t : row)
            cosine += t.cosine_input_sum / 9, ratio += t.update_to_input_ratio / 9;
    QVERIFY(std::abs(summary.input_cosine - cosine) < 1e-15);
    QVERIFY(std::abs(summary.update_ratio - ratio) < 1e-15);
}

void TestLayerSummary::aScanKnowsNoResidual() {
    CorpusScan scan;
    scan.units.resize(3);
    const LayerSummary empty = layer_summary(scan);
    QVERIFY(std::isnan(empty.active_fraction));
    QVERIFY(std::isnan(empty.input_cosine));
}

void TestLayerSummary::tablesAreWellFormed() {
    FeedForwardConfig config;
    config.d_model = 8, config.d_ff = 20;
    const auto model = random_model(config);
    Edits edits;
    edits.ablated.insert(1);
    const auto a = random_pass(model, {6, 3}), b = random_pass(model, {6, 3}, edits);
    const Sparsity sparse = sparsity(*a);
    const UnitCensus census = unit_census(*a);
    const TokenMatch match = match_tokens(*a, *b);
    Table savings = savings_table();
    const double points[]{0, 1};
    add_curve(savings, KeepRule::Largest, savings_curve(*a, KeepRule::Largest, points));
    const LayerSummary layer = layer_summary(*a);
    const std::vector<std::pair<Table, std::size_t>> tables{
        {sparsity_table(*a, sparse), 9},
        {sequences_table(sparse), 3},
        {union_table(sparse), 9},
        {std::move(savings), 2},
        {census_table(census), 20},
        {kinds_table(census), kUnitKinds},
        {layers_table({&layer, 1}), 1},
        {residual_table(*a), 9},
        {writers_table(*a, 3), 27},
        {norm_table(*a), 9},
        {distances_table(match, stage_distances(*a, *b, match)), 10},
        {alignment_table(*a, *b, match), 9},
        {numerics_table(*a, numerics(*a)), 9},
        {nonfinite_table(*a, trace_nonfinite(*a)), 0},
        {waterfall_table(*a, 0, 0, 3), 12}};
    for (const auto& [table, rows] : tables) {
        QVERIFY2(table.rows.size() == rows, table.name.c_str());
        for (const auto& row : table.rows)
            QVERIFY2(row.size() == table.columns.size(), table.name.c_str());
        QCOMPARE(std::set<std::string>(table.columns.begin(), table.columns.end()).size(),
                 table.columns.size());
    }
    const Table differences = differences_table(*a, *b, match, 2);
    QCOMPARE(differences.rows.front().front(), TableCell(std::string("hidden")));
    QVERIFY(differences.rows.size() >= 3);
    QVERIFY(!top_tokens_table(census).rows.empty());
}

void TestLayerSummary::theCellTableAddsUp() {
    FeedForwardConfig config;
    config.d_model = 8, config.d_ff = 20;
    const auto s = random_pass(config, {2});
    const Table table = cell_table(*s, Stage::Projection, 1, 3, 4);
    double sum = 0;
    for (const auto& row : table.rows) {
        if (row[0] == TableCell(std::string("sum"))) {
            QCOMPARE(row[6].number, sum);
            QCOMPARE(row[7].count, 21); // twenty products and the bias
        } else if (row[0] == TableCell(std::string("value"))) {
            QCOMPARE(float(row[6].number), s->stage(Stage::Projection).at(1, 3));
        } else {
            sum += row[6].number;
        }
    }
}

static const ffn::test::Case<TestLayerSummary> kCase;
#include "tst_layer_summary.moc"
