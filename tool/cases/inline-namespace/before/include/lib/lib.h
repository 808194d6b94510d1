#pragma once

namespace lib {
inline namespace v2 {

struct Codec {
  int encode(int value) const;
};

struct Stream {
  int position = 3;
};

} // namespace v2
} // namespace lib
