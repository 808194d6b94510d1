#pragma once

namespace lib {
inline namespace v2 {

struct Codec {
  int bits = 8;
};

struct Stream {
  Codec codec;
};

} // namespace v2
} // namespace lib
