#pragma once

namespace lib {
inline namespace v2 {

struct Codec {
  int encode(int value) const;
};

} // namespace v2
} // namespace lib
