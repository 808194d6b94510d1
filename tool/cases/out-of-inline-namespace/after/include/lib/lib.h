#pragma once

#include "lib/codec.h"

namespace lib {
inline namespace v2 {

struct Stream {
  codec::Codec codec;
};

} // namespace v2
} // namespace lib
