#include "engine/formats/half_types.h"
#include "tests/engine/formats/sample_files.h"
#include "tests/test_case.h"

#include <QTest>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <sstream>

using namespace ffn;

namespace {

/// Sign, exponent, mantissa taken apart and put together with ldexp: exact, and no code shared with the
/// engine.
float by_definition(unsigned code, int exponent_bits, int mantissa_bits, bool has_infinity) {
    const unsigned mantissa = code & ((1U << mantissa_bits) - 1);
    const int top = (1 << exponent_bits) - 1, bias = top >> 1;
    const int exponent = int(code >> mantissa_bits) & top;
    const double sign = (code >> (mantissa_bits + exponent_bits)) != 0 ? -1 : 1;
    const bool is_nan =
        exponent == top && (has_infinity ? mantissa != 0 : mantissa == (1U << mantissa_bits) - 1);
    if (is_nan) return std::numeric_limits<float>::quiet_NaN();
    if (exponent == top && has_infinity) return float(sign * std::numeric_limits<double>::infinity());
    const double fraction = std::ldexp(double(mantissa), -mantissa_bits);
    const double size =
        exponent == 0 ? std::ldexp(fraction, 1 - bias) : std::ldexp(1 + fraction, exponent - bias);
    return float(sign * size);
}

bool same(float a, float b) {
    return (std::isnan(a) && std::isnan(b)) ||
           std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

/// FNV-1a over the float32 bytes, every NaN as 0x7FC00000; what the fixture script computes with NumPy.
std::uint64_t hash(std::span<const float> values) {
    std::uint64_t sum = 0xCBF29CE484222325U;
    for (const float value : values) {
        const std::uint32_t bits = std::isnan(value) ? 0x7FC00000U : std::bit_cast<std::uint32_t>(value);
        for (int i = 0; i < 4; ++i)
            sum = (sum ^ (bits >> (8 * i) & 0xFF)) * 0x100000001B3U;
    }
    return sum;
}

template <class Code>
std::vector<Code> all_codes() {
    std::vector<Code> codes(std::size_t(1) << (8 * sizeof(Code)));
    for (std::size_t i = 0; i < codes.size(); ++i)
        codes[i] = Code(i);
    return codes;
}

std::uint64_t numpy_hash(const std::string& type) {
    std::istringstream lines(test::fixture_bytes("half_codes.txt"));
    std::map<std::string, std::uint64_t> hashes;
    std::string name, digits;
    while (lines >> name >> digits)
        hashes[name] = std::stoull(digits, nullptr, 16);
    return hashes.at(type);
}

} // namespace

class TestHalfTypes : public QObject {
    Q_OBJECT

    template <class Code>
    std::vector<float> check(void (*convert)(std::span<const Code>, std::span<float>), int exponent_bits,
                             int mantissa_bits, bool has_infinity) {
        const auto codes = all_codes<Code>();
        std::vector<float> values(codes.size(), -1.0F);
        convert(codes, values);
        int wrong = 0;
        for (std::size_t i = 0; i < codes.size(); ++i)
            wrong += !same(values[i], by_definition(unsigned(i), exponent_bits, mantissa_bits, has_infinity));
        if (wrong != 0) QTest::qFail("codes differ from the definition", __FILE__, __LINE__);
        return values;
    }

  private slots:
    void everyHalfIsExact() { QCOMPARE(hash(check(half_to_float, 5, 10, true)), numpy_hash("half")); }
    void everyBfloat16IsExact() {
        QCOMPARE(hash(check(bfloat16_to_float, 8, 7, true)), numpy_hash("bfloat16"));
    }
    void everyE5m2IsExact() { check(float8_e5m2_to_float, 5, 2, true); }
    void everyE4m3IsExact() {
        const auto values = check(float8_e4m3_to_float, 4, 3, false);
        QCOMPARE(values[0x7E], 448.0F); // the paper's largest
    }
};

static const ffn::test::Case<TestHalfTypes> kCase;
#include "tst_half_types.moc"
