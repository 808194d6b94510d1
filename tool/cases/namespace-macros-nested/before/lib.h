#pragma once
#include "config.h"

LIB_BEGIN
DETAIL_BEGIN(detail)
namespace deep {

/// A box.
struct Box {
  int content = 4;
};

struct Lid {
  Box *box = nullptr;
};

} // namespace deep
DETAIL_END()

struct Shelf {
  detail::deep::Lid lid;
};

LIB_END
