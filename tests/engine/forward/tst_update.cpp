#include "engine/core/error.h"
#include "engine/forward/update.h"
#include "tests/engine/forward/naive_forward.h"
#include "tests/test_case.h"

#include <QTest>

#include <cmath>
#include <random>

namespace ffn {

using test::random_block;

namespace {

/// A model, sequences of word numbers, and an input row for each word: as an embedding makes it.
struct Scene {
    std::shared_ptr<const FeedForward> model;
    std::vector<std::vector<int>> words;
    Edits edits;

    std::shared_ptr<const TokenBatch> tokens() const {
        auto batch = std::make_shared<TokenBatch>();
        for (const auto& row : words) {
            batch->rows.emplace_back();
            for (const int word : row)
                batch->rows.back().push_back({"w", word, 0, 1});
        }
        return batch;
    }
    std::shared_ptr<const Tensor> states() const {
        const auto batch = tokens();
        auto states = std::make_shared<Tensor>(Shape{batch->batch(), batch->len(), model->config.d_model});
        for (std::size_t b = 0; b < words.size(); ++b)
            for (std::size_t p = 0; p < words[b].size(); ++p) {
                std::mt19937 random(unsigned(words[b][p]));
                std::normal_distribution<float> normal;
                for (float& x : states->row(std::int64_t(b) * batch->len() + std::int64_t(p)))
                    x = normal(random);
            }
        return states;
    }
    std::shared_ptr<const Snapshot> full() const {
        return forward(model, tokens(), states(), edits, options());
    }
    static ForwardOptions options() {
        ForwardOptions options;
        options.threads = 2;
        return options;
    }
};

double largest(std::span<const float> row) {
    double most = 0;
    for (const float x : row)
        most = std::max(most, std::abs(double(x)));
    return most;
}

/// All stages and statistics alike. Products in another order of additions differ by rounding, at most
/// K·2⁻²⁴ ≈ 6e-6 of the terms' magnitude for K = 96; the norm carries that on: 5e-5 of the row's largest
/// value.
QString difference(const Snapshot& a, const Snapshot& b) {
    for (const Stage s : stages_of(b.config)) {
        if (!a.has(s) || !(a.shape(s) == b.shape(s))) return "shape of " + QString(name(s).data());
        for (std::int64_t r = 0; r < b.stage(s).rows(); ++r) {
            const double allowed = 5e-5 * largest(b.stage(s).row(r)) + 1e-6;
            for (std::int64_t i = 0; i < b.stage(s).dim(); ++i) {
                const double x = a.stage(s).at(r, i), y = b.stage(s).at(r, i);
                if (std::isnan(x) && std::isnan(y)) continue;
                if (x != y && !(std::abs(x - y) <= allowed))
                    return QString("%1[%2, %3]: %4, in full %5")
                        .arg(name(s).data())
                        .arg(r)
                        .arg(i)
                        .arg(x)
                        .arg(y);
            }
        }
        const StageSummary &p = a.summary(s), &q = b.summary(s);
        if (p.values != q.values || p.nan != q.nan || std::abs(p.mean - q.mean) > 1e-4 || p.zeros != q.zeros)
            return QString("statistics of %1").arg(name(s).data());
    }
    if (!(a.edits == b.edits) || !(*a.tokens == *b.tokens) || !(a.config == b.config))
        return "what was asked";
    return {};
}

Edits some_edits(std::mt19937& random, std::int64_t d_ff) {
    std::uniform_int_distribution<std::int64_t> unit(0, d_ff - 1);
    Edits edits;
    for (int i = int(random() % 3); i > 0; --i)
        edits.ablated.insert(unit(random));
    for (int i = int(random() % 3); i > 0; --i)
        edits.scaled[unit(random)] = float(random() % 7) - 2;
    for (int i = int(random() % 2); i > 0; --i)
        edits.clamped[unit(random)] = {0.25f, 0.25f + float(random() % 3)};
    if (random() % 6 == 0) edits.threshold = float(random() % 5) / 4;
    return edits;
}

void edit_words(std::mt19937& random, std::vector<std::vector<int>>& words) {
    auto& row = words[random() % words.size()];
    const std::size_t at = random() % row.size();
    const int word = int(random() % 50);
    switch (random() % 3) {
    case 0:
        row[at] = word;
        break;
    case 1:
        if (row.size() < 12) row.insert(row.begin() + std::ptrdiff_t(at), word);
        break;
    default:
        if (row.size() > 1) row.erase(row.begin() + std::ptrdiff_t(at));
    }
}

std::shared_ptr<const FeedForward> other_model(std::mt19937& random, const FeedForward& model) {
    FeedForwardConfig config = model.config;
    switch (random() % 4) {
    case 0:
        config.activation = Activation(random() % 6);
        break;
    case 1:
        config.placement = random() % 2 ? NormPlacement::Pre : NormPlacement::Post;
        break;
    case 2:
        config.norm = Norm(random() % 3);
        break;
    default:
        config.second_norm = model.second_gain.size() > 0 && random() % 2;
        break;
    }
    auto other = with_config(model, config);
    if (random() % 2)
        for (float& gain : other->norm_gain.values())
            gain = 0.5f + float(random() % 100) / 100;
    if (random() % 2)
        for (float& gain : other->second_gain.values())
            gain = 0.5f + float(random() % 100) / 100;
    return other;
}

Scene scene(FeedForwardConfig config, std::vector<std::vector<int>> words) {
    return {random_block(config, 3), std::move(words), {}};
}

} // namespace

class TestUpdate : public QObject {
    Q_OBJECT
  private slots:
    void aThousandEditsInARowEqualAFullPass_data();
    void aThousandEditsInARowEqualAFullPass();
    void whatAnEditLeavesAloneIsShared();
    void aChangedTokenLeavesOtherRowsToTheBit();
    void takingAnEditBackGivesTheFirstValues();
    void aUnitThatWasInfiniteLeavesNoTrace();
    void aUnitThatOutweighedAllLeavesNoTrace();
    void aSnapshotHoldsNoOlderOne();
    void aBaseWithFewStagesIsComputedInFull();
    void aBaseWithoutStatisticsGivesThemAll_data();
    void aBaseWithoutStatisticsGivesThemAll();
    void otherWeightsAreComputedInFull();
    void wrongRequestsAreRefused();
    void stopEndsIt();
};

void TestUpdate::aThousandEditsInARowEqualAFullPass_data() {
    QTest::addColumn<int>("activation");
    QTest::addColumn<bool>("gated");
    QTest::addColumn<bool>("pre");
    QTest::addColumn<bool>("second");
    QTest::addRow("post-norm ReLU") << int(Activation::Relu) << false << false << false;
    QTest::addRow("pre-norm gated SiLU") << int(Activation::Silu) << true << true << false;
    QTest::addRow("with a second norm") << int(Activation::Relu) << false << true << true;
}

void TestUpdate::aThousandEditsInARowEqualAFullPass() {
    QFETCH(int, activation);
    QFETCH(bool, gated);
    QFETCH(bool, pre);
    QFETCH(bool, second);
    Scene s = scene({16, 96, Activation(activation), Norm::LayerNorm,
                     pre ? NormPlacement::Pre : NormPlacement::Post, 1e-5, gated, second},
                    {{1, 2, 3, 4, 5}, {6, 7, 8}});
    std::mt19937 random(42);
    std::shared_ptr<const Snapshot> snapshot = s.full();
    for (int i = 0; i < 1000; ++i) {
        const unsigned kind = random() % 8;
        if (kind < 4)
            s.edits = some_edits(random, 96);
        else if (kind < 7)
            edit_words(random, s.words);
        else
            s.model = other_model(random, *s.model);
        snapshot = update(*snapshot, s.model, s.tokens(), s.states(), s.edits, Scene::options());
        const QString wrong = difference(*snapshot, *s.full());
        QVERIFY2(wrong.isEmpty(), qPrintable(QString("after edit %1: %2").arg(i).arg(wrong)));
    }
}

void TestUpdate::whatAnEditLeavesAloneIsShared() {
    using enum Stage;
    const Scene s = scene({16, 96}, {{1, 2, 3, 4}});
    const auto base = s.full();
    const auto shared = [&](const Snapshot& made) {
        QStringList names;
        for (const Stage stage : stages_of(made.config))
            if (made.kept[std::size_t(stage)] == base->kept[std::size_t(stage)]) names << name(stage).data();
        return names.join(' ');
    };
    Edits edits;
    edits.ablated = {5};
    QCOMPARE(shared(*update_edits(*base, edits)), QString("input pre_activation"));
    auto gain = with_config(*s.model, s.model->config);
    gain->norm_gain.values()[0] += 1;
    QCOMPARE(shared(*update_model(*base, gain)),
             QString("input pre_activation hidden projection residual_sum norm_mean norm_variance norm_rstd "
                     "normalized"));
    FeedForwardConfig config = s.model->config;
    config.norm = Norm::RmsNorm;
    QCOMPARE(shared(*update_model(*base, with_config(*s.model, config))),
             QString("input pre_activation hidden projection residual_sum"));
    config.norm = Norm::StdNorm;
    QCOMPARE(shared(*update_model(*base, with_config(*s.model, config))),
             QString("input pre_activation hidden projection residual_sum"));
    config = s.model->config;
    config.activation = Activation::Gelu;
    QCOMPARE(shared(*update_model(*base, with_config(*s.model, config))), QString("input pre_activation"));
    config = s.model->config;
    config.placement = NormPlacement::Pre;
    QCOMPARE(shared(*update_model(*base, with_config(*s.model, config))), QString("input"));
    config = s.model->config;
    config.second_norm = true;
    QCOMPARE(shared(*update_model(*base, with_config(*s.model, config))),
             QString("input pre_activation hidden projection"));
    QCOMPARE(shared(*update_edits(*base, {})).split(' ').size(),
             qsizetype(stages_of(s.model->config).size()));
}

void TestUpdate::aChangedTokenLeavesOtherRowsToTheBit() {
    Scene s = scene({16, 96}, {{1, 2, 3, 4, 5, 6}});
    const auto base = s.full();
    s.words = {{1, 2, 33, 44, 4, 5, 6, 7}}; // one changed, one inserted, one added
    const auto made = update_tokens(*base, s.tokens(), s.states());
    const std::array<std::int64_t, 8> from{0, 1, -1, -1, 3, 4, 5, -1};
    for (const Stage stage : stages_of(base->config))
        for (std::int64_t r = 0; r < 8; ++r)
            if (from[std::size_t(r)] >= 0)
                QVERIFY(std::ranges::equal(made->stage(stage).row(r),
                                           base->stage(stage).row(from[std::size_t(r)])));
    QCOMPARE(difference(*made, *s.full()), QString());
}

void TestUpdate::takingAnEditBackGivesTheFirstValues() {
    const Scene s = scene({16, 96}, {{1, 2, 3, 4}});
    const auto base = s.full();
    Edits edits;
    edits.scaled = {{7, 1000.0f}, {9, -3.0f}};
    const auto back = update_edits(*update_edits(*base, edits), {});
    for (const Stage stage : stages_of(base->config))
        QVERIFY(std::ranges::equal(back->stage(stage).values(), base->stage(stage).values()));
}

void TestUpdate::aUnitThatWasInfiniteLeavesNoTrace() {
    Scene s = scene({16, 96}, {{1, 2, 3, 4}});
    auto model = with_config(*s.model, s.model->config);
    model->up_bias.values()[5] = std::numeric_limits<float>::infinity();
    s.model = model;
    const auto base = s.full();
    QVERIFY(base->summary(Stage::Projection).finite == 0);
    s.edits.ablated = {5};
    const auto made = update_edits(*base, s.edits);
    QVERIFY(made->summary(Stage::Output).finite == made->summary(Stage::Output).values);
    QCOMPARE(difference(*made, *s.full()), QString());
}

void TestUpdate::aUnitThatOutweighedAllLeavesNoTrace() {
    Scene s = scene({16, 96}, {{1, 2, 3, 4}});
    auto model = with_config(*s.model, s.model->config);
    model->up_bias.values()[5] = 1e8f; // taking it from a float32 sum would leave nothing right
    s.model = model;
    const auto base = s.full();
    s.edits.ablated = {5};
    QCOMPARE(difference(*update_edits(*base, s.edits), *s.full()), QString());
}

void TestUpdate::aSnapshotHoldsNoOlderOne() {
    const Scene s = scene({16, 96}, {{1, 2, 3, 4}});
    std::shared_ptr<const Snapshot> snapshot = s.full();
    const std::weak_ptr<const Tensor> first_hidden = snapshot->kept[std::size_t(Stage::Hidden)];
    const std::weak_ptr<const Tensor> first_projection = snapshot->kept[std::size_t(Stage::Projection)];
    std::vector<std::weak_ptr<const Tensor>> hidden;
    Edits edits;
    for (std::int64_t unit = 0; unit < 5; ++unit) {
        edits.ablated = {unit};
        snapshot = update_edits(*snapshot, edits);
        hidden.push_back(snapshot->kept[std::size_t(Stage::Hidden)]);
    }
    QVERIFY(first_hidden.expired());
    QVERIFY(!first_projection.expired()); // what every edit starts from
    for (std::size_t i = 0; i + 1 < hidden.size(); ++i)
        QVERIFY(hidden[i].expired());
}

void TestUpdate::aBaseWithFewStagesIsComputedInFull() {
    Scene s = scene({16, 96}, {{1, 2, 3, 4}});
    ForwardOptions few;
    few.stages = {Stage::Input, Stage::Output};
    const auto base = forward(s.model, s.tokens(), s.states(), {}, few);
    s.edits.ablated = {5, 6};
    QCOMPARE(difference(*update_edits(*base, s.edits), *s.full()), QString());
    const auto still_few = update_edits(*base, s.edits, few);
    QVERIFY(!still_few->has(Stage::Hidden));
    QVERIFY(std::ranges::equal(still_few->stage(Stage::Output).values(),
                               update_edits(*base, s.edits)->stage(Stage::Output).values()));
}

void TestUpdate::aBaseWithoutStatisticsGivesThemAll_data() {
    QTest::addColumn<int>("placement");
    QTest::newRow("pre-norm") << int(NormPlacement::Pre);
    QTest::newRow("post-norm") << int(NormPlacement::Post);
}

// What the norm gave was kept, but not what it went by: both have to be computed again.
void TestUpdate::aBaseWithoutStatisticsGivesThemAll() {
    QFETCH(int, placement);
    FeedForwardConfig config{16, 96};
    config.placement = NormPlacement(placement);
    Scene s = scene(config, {{1, 2, 3, 4}});
    ForwardOptions few;
    for (const Stage stage : stages_of(config))
        if (info(stage).width != StageWidth::One && stage != Stage::Normalized) few.stages.push_back(stage);
    const auto base = forward(s.model, s.tokens(), s.states(), {}, few);
    config.activation = Activation::Gelu;
    s.model = with_config(*s.model, config);
    QCOMPARE(difference(*update_model(*base, s.model), *s.full()), QString());
    s.edits.ablated = {5, 6};
    QCOMPARE(
        difference(*update_edits(*base, s.edits), *forward(base->model, s.tokens(), s.states(), s.edits)),
        QString());
}

void TestUpdate::otherWeightsAreComputedInFull() {
    Scene s = scene({16, 96}, {{1, 2, 3, 4}});
    const auto base = s.full();
    s.model = random_block({16, 96}, 77);
    QCOMPARE(difference(*update_model(*base, s.model), *s.full()), QString());
    auto bias = with_config(*s.model, s.model->config);
    bias->up_bias.values()[3] += 1;
    const auto before = s.full();
    s.model = bias;
    QCOMPARE(difference(*update_model(*before, s.model), *s.full()), QString());
}

void TestUpdate::wrongRequestsAreRefused() {
    const Scene s = scene({16, 96}, {{1, 2, 3, 4}});
    const auto base = s.full();
    Edits edits;
    edits.ablated = {96};
    QVERIFY_THROWS_EXCEPTION(Error, update_edits(*base, edits));
    const auto narrow = std::make_shared<Tensor>(Shape{1, 4, 15});
    QVERIFY_THROWS_EXCEPTION(Error, update_tokens(*base, s.tokens(), narrow));
}

void TestUpdate::stopEndsIt() {
    const Scene s = scene({16, 96}, {{1, 2, 3, 4}});
    const auto base = s.full();
    std::stop_source stop;
    stop.request_stop();
    Edits edits;
    edits.ablated = {1};
    QVERIFY_THROWS_EXCEPTION(Stopped, update_edits(*base, edits, {}, {{}, stop.get_token()}));
}

static const test::Case<TestUpdate> kCase;

} // namespace ffn

#include "tst_update.moc"
