#pragma once

namespace codec {

struct Codec {
  int bits = 8;
};

} // namespace codec
