// Integers of a stated byte order in raw memory, without any demand on alignment.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace levitate::utils {

template <class Integer> Integer load_native(const void *from) noexcept {
  Integer value;
  std::memcpy(&value, from, sizeof(value));
  return value;
}
template <class Integer> void store_native(void *to, Integer value) noexcept {
  std::memcpy(to, &value, sizeof(value));
}

constexpr std::uint16_t swap_bytes(std::uint16_t value) noexcept {
  return __builtin_bswap16(value);
}
constexpr std::uint32_t swap_bytes(std::uint32_t value) noexcept {
  return __builtin_bswap32(value);
}
constexpr std::uint64_t swap_bytes(std::uint64_t value) noexcept {
  return __builtin_bswap64(value);
}

/// Big-endian: device trees, network headers.
template <class Integer> Integer load_big(const void *from) noexcept {
  return swap_bytes(load_native<Integer>(from));
}
template <class Integer> void store_big(void *to, Integer value) noexcept {
  store_native(to, swap_bytes(value));
}
/// Little-endian: FAT, VirtIO. Both architectures we know are little-endian.
template <class Integer> Integer load_little(const void *from) noexcept {
  return load_native<Integer>(from);
}

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);

} // namespace levitate::utils
