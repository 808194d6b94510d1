#pragma once

#include <cstddef>
#include <functional>

namespace id {

struct Key {
  int value;
  bool operator==(const Key &) const = default;
};

struct Name {};

} // namespace id

template <> struct std::hash<id::Key> {
  std::size_t operator()(id::Key key) const noexcept { return static_cast<std::size_t>(key.value); }
};
