#pragma once

#include <cstddef>

namespace ffn {

/// Memory for the values of tensors, aligned to 64 bytes; large pieces in large pages where the system has
/// them.
///
/// Large pieces that were given back wait for the next one of about their size: fresh memory costs a pass
/// more than its arithmetic on some machines, and the next pass wants as much as the last one gave back. What
/// waits is never more than kWaitingBytes, and makes room before fresh memory is asked for, so that the peak
/// is that of what is in use. Throws Error where there is not enough.
float* take_values(std::size_t count);
void give_back_values(float* values) noexcept;

/// Bytes that may wait at a time, and that do.
inline constexpr std::size_t kWaitingBytes = std::size_t(256) << 20;
std::size_t waiting_bytes();

} // namespace ffn
