#include "engine/analysis/exact_sum.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <cstdio>

namespace ffn {

namespace {

constexpr std::int64_t kLow = 0xffffffff;
constexpr std::int64_t kCarryAfter = std::int64_t(1) << 30; // limbs then stay below 2⁶²
constexpr std::size_t kDigits = 8;                          // hexadecimal ones of a limb

} // namespace

void ExactSum::add(float x) {
    assert(std::isfinite(x));
    const auto bits = std::bit_cast<std::uint32_t>(x);
    const std::uint32_t exponent = (bits >> 23) & 0xff;
    const std::uint64_t digits = (bits & 0x7fffff) | (exponent ? 0x800000u : 0u);
    const std::uint32_t shift = exponent ? exponent - 1 : 0;
    const std::uint64_t shifted = digits << (shift % 32);
    const auto low = std::int64_t(shifted & std::uint64_t(kLow)), high = std::int64_t(shifted >> 32);
    const std::size_t at = shift / 32;
    const bool negative = bits >> 31;
    m_limbs[at] += negative ? -low : low;
    m_limbs[at + 1] += negative ? -high : high;
    if (++m_pending == kCarryAfter) *this = carried();
}

ExactSum ExactSum::carried() const {
    ExactSum sum;
    std::int64_t carry = 0;
    for (std::size_t i = 0; i + 1 < kLimbs; ++i) {
        const std::int64_t limb = m_limbs[i] + carry;
        sum.m_limbs[i] = limb & kLow;
        carry = limb >> 32; // towards −∞
    }
    sum.m_limbs.back() = m_limbs.back() + carry; // holds the sign
    return sum;
}

ExactSum ExactSum::negated() const {
    ExactSum sum;
    for (std::size_t i = 0; i < kLimbs; ++i)
        sum.m_limbs[i] = -m_limbs[i];
    return sum.carried();
}

void ExactSum::merge(const ExactSum& other) {
    *this = carried();
    const ExactSum more = other.carried();
    for (std::size_t i = 0; i < kLimbs; ++i)
        m_limbs[i] += more.m_limbs[i];
    *this = carried();
}

double ExactSum::value() const {
    const ExactSum sum = carried();
    if (sum.m_limbs.back() < 0) return -negated().value(); // or high limbs would cancel
    double value = 0;
    for (std::size_t i = 0; i < kLimbs; ++i)
        value += std::ldexp(double(sum.m_limbs[i]), 32 * int(i) - 149);
    return value;
}

std::string ExactSum::text() const {
    const ExactSum sum = carried();
    if (sum.m_limbs.back() < 0) return std::string("-").append(negated().text());
    std::string digits;
    for (std::size_t i = kLimbs; i-- > 0;) {
        char limb[2 * kDigits + 1];
        std::snprintf(limb, sizeof limb, "%08llx", static_cast<unsigned long long>(sum.m_limbs[i]));
        digits += limb;
    }
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string::npos ? "0" : digits.substr(first);
}

std::optional<ExactSum> ExactSum::from_text(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty() || text.size() > kDigits * kLimbs) return std::nullopt;
    if (text.front() == '0' && (text.size() > 1 || negative))
        return std::nullopt; // `text` never writes these
    ExactSum sum;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[text.size() - 1 - i];
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return std::nullopt;
        sum.m_limbs[i / kDigits] |= std::int64_t(digit) << (4 * (i % kDigits));
    }
    if (sum.m_limbs.back() > 0x7fffffff) return std::nullopt; // more than any sum
    return negative ? sum.negated() : sum;
}

} // namespace ffn
