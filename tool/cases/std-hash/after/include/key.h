#pragma once

#include <cstddef>
#include <functional>

namespace id::v2 {

struct Key {
  int value;
  bool operator==(const Key &) const = default;
};

} // namespace id::v2

template <> struct std::hash<id::v2::Key> {
  std::size_t operator()(id::v2::Key key) const noexcept { return static_cast<std::size_t>(key.value); }
};
