#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ffn {

/// A sum of float32 values without any rounding: a whole number of 2⁻¹⁴⁹, the smallest float32.
///
/// The same values give the same bits in any order and however they were shared out among sums that are
/// merged (the idea of a long accumulator: Kulisch 1981). Room for 2⁶³ values.
class ExactSum {
  public:
    /// `x` is finite.
    void add(float x);
    void merge(const ExactSum& other);
    /// Within 2 ulp of the sum; the same for equal sums.
    double value() const;

    /// The whole number in hexadecimal, "-1c000…"; "0" for nothing.
    std::string text() const;
    /// What `text` wrote; nothing for anything else.
    static std::optional<ExactSum> from_text(std::string_view text);
    bool operator==(const ExactSum& other) const { return text() == other.text(); }

  private:
    static constexpr std::size_t kLimbs = 11; ///< 278 bits of any float32 and 74 of room
    ExactSum carried() const;
    ExactSum negated() const;

    // Limb i counts 2^(32·i − 149); between carries limbs grow past 32 bits.
    std::array<std::int64_t, kLimbs> m_limbs{};
    std::int64_t m_pending = 0; ///< values added since the last carry
};

} // namespace ffn
