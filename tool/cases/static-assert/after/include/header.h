#pragma once

namespace wire {

struct Header {
  unsigned char kind;
  unsigned char length;
};
static_assert(sizeof(Header) == 2, "as the wire has it");

} // namespace wire
