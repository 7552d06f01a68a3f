#include "engine/analysis/seriation.h"

#include "tests/test_case.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>

using namespace ffn;

namespace {

PointSet points_of(const std::vector<std::vector<float>>& points) {
    PointSet set{std::int64_t(points[0].size()), std::int64_t(points.size())};
    for (std::size_t d = 0; d < points[0].size(); ++d)
        for (const auto& p : points)
            set.coordinates.push_back(p[d]);
    return set;
}

double length_of(const std::vector<std::int32_t>& order, const std::vector<std::vector<float>>& points) {
    double length = 0;
    for (std::size_t i = 1; i < order.size(); ++i) {
        double sum = 0;
        for (std::size_t d = 0; d < points[0].size(); ++d) {
            const double by = points[std::size_t(order[i])][d] - points[std::size_t(order[i - 1])][d];
            sum += by * by;
        }
        length += std::sqrt(sum);
    }
    return length;
}

} // namespace

class TestSeriation : public QObject {
    Q_OBJECT
  private slots:
    void pointsOnALineComeInItsOrder() {
        std::vector<std::vector<float>> points;
        for (const float x : {5.f, 1.f, 9.f, 2.5f, 0.f, 7.25f})
            points.push_back({x});
        auto order = seriate(points_of(points));
        if (points[std::size_t(order[0])][0] > 4) std::ranges::reverse(order);
        QCOMPARE(order, (std::vector<std::int32_t>{4, 1, 3, 0, 5, 2}));
    }

    void groupsThatAreApartStayTogether() {
        std::mt19937 random(3);
        std::normal_distribution<float> near(0, 0.05f);
        std::vector<std::vector<float>> points;
        for (int i = 0; i < 240; ++i) {
            std::vector<float> p(6, 0.f);
            p[std::size_t(i % 6)] = 1; // six groups, their members mixed
            for (float& x : p)
                x += near(random);
            points.push_back(p);
        }
        const auto order = seriate(points_of(points));
        QCOMPARE(std::set(order.begin(), order.end()).size(), 240u);
        int changes = 0;
        for (std::size_t i = 1; i < order.size(); ++i)
            changes += order[i] % 6 != order[i - 1] % 6;
        QCOMPARE(changes, 5);
    }

    void theWayIsShort() {
        std::mt19937 random(5);
        std::uniform_real_distribution<float> anywhere(0, 1);
        std::vector<std::vector<float>> points;
        for (int i = 0; i < 400; ++i)
            points.push_back({anywhere(random), anywhere(random)});
        std::vector<std::int32_t> as_they_are(400);
        std::iota(as_they_are.begin(), as_they_are.end(), 0);
        // Between random points of the unit square lie 0.52 on average, on the shortest way through 400 of
        // them about 0.7124·√400/400 = 0.036; three times that is a good way, and far from 0.52.
        QVERIFY(length_of(seriate(points_of(points)), points) < 3 * 0.036 * 399);
        QVERIFY(length_of(as_they_are, points) > 0.4 * 399);
    }

    void oneAndNoneAreFine() {
        QCOMPARE(seriate(points_of({{1.f, 2.f}})), std::vector<std::int32_t>{0});
        QVERIFY(seriate({}).empty());
    }

    void stopsWhenAskedTo() {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(seriate(points_of({{1.f}, {2.f}}), {{}, stop.get_token()}), Stopped);
    }
};

static const ffn::test::Case<TestSeriation> kCase;
#include "tst_seriation.moc"
