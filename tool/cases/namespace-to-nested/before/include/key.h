#pragma once

namespace store {
struct Key {
  int value;
};
} // namespace store
