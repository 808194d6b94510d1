// The memory functions that the compiler calls by itself (freestanding code still needs these
// four), and strlen. Words of eight bytes where both ends are aligned alike; no vector registers,
// as the kernel leaves them alone.
#include <cstdint>
#include <cstring>

namespace {
using Word = std::uint64_t __attribute__((may_alias));
constexpr std::size_t word_size = sizeof(Word);

bool aligned_alike(const void *a, const void *b) noexcept {
  return ((reinterpret_cast<std::uintptr_t>(a) ^ reinterpret_cast<std::uintptr_t>(b)) &
          (word_size - 1)) == 0;
}
bool aligned(const void *pointer) noexcept {
  return (reinterpret_cast<std::uintptr_t>(pointer) & (word_size - 1)) == 0;
}
} // namespace

extern "C" void *memcpy(void *__restrict to, const void *__restrict from,
                        std::size_t length) noexcept {
  auto *target = static_cast<unsigned char *>(to);
  const auto *source = static_cast<const unsigned char *>(from);
  if (aligned_alike(target, source)) {
    for (; length != 0 && !aligned(target); --length)
      *target++ = *source++;
    for (; length >= 4 * word_size; length -= 4 * word_size) {
      auto *words = reinterpret_cast<Word *>(target);
      const auto *read = reinterpret_cast<const Word *>(source);
      const Word a = read[0], b = read[1], c = read[2], d = read[3];
      words[0] = a, words[1] = b, words[2] = c, words[3] = d;
      target += 4 * word_size;
      source += 4 * word_size;
    }
    for (; length >= word_size; length -= word_size) {
      *reinterpret_cast<Word *>(target) = *reinterpret_cast<const Word *>(source);
      target += word_size;
      source += word_size;
    }
  }
  for (; length != 0; --length)
    *target++ = *source++;
  return to;
}

extern "C" void *memmove(void *to, const void *from, std::size_t length) noexcept {
  auto *target = static_cast<unsigned char *>(to);
  const auto *source = static_cast<const unsigned char *>(from);
  if (target == source || length == 0)
    return to;
  // Upwards is right unless the target begins inside the source.
  if (reinterpret_cast<std::uintptr_t>(target) - reinterpret_cast<std::uintptr_t>(source) >=
      length) {
    if (aligned_alike(target, source)) {
      for (; length != 0 && !aligned(target); --length)
        *target++ = *source++;
      for (; length >= word_size; length -= word_size) {
        *reinterpret_cast<Word *>(target) = *reinterpret_cast<const Word *>(source);
        target += word_size;
        source += word_size;
      }
    }
    for (; length != 0; --length)
      *target++ = *source++;
    return to;
  }
  while (length != 0) {
    --length;
    target[length] = source[length];
  }
  return to;
}

extern "C" void *memset(void *to, int value, std::size_t length) noexcept {
  auto *target = static_cast<unsigned char *>(to);
  const auto byte = static_cast<unsigned char>(value);
  for (; length != 0 && !aligned(target); --length)
    *target++ = byte;
  const Word pattern = 0x0101'0101'0101'0101ULL * byte;
  for (; length >= word_size; length -= word_size) {
    *reinterpret_cast<Word *>(target) = pattern;
    target += word_size;
  }
  for (; length != 0; --length)
    *target++ = byte;
  return to;
}

extern "C" int memcmp(const void *a, const void *b, std::size_t length) noexcept {
  const auto *left = static_cast<const unsigned char *>(a);
  const auto *right = static_cast<const unsigned char *>(b);
  for (; length != 0; --length, ++left, ++right)
    if (*left != *right)
      return *left < *right ? -1 : 1;
  return 0;
}

extern "C" std::size_t strlen(const char *text) noexcept {
  std::size_t length = 0;
  while (text[length] != '\0')
    ++length;
  return length;
}
