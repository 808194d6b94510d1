#pragma once
#include "box.h"
#include "config.h"

LIB_BEGIN
DETAIL_BEGIN(detail)
DETAIL_END()

struct Shelf {
  detail::deep::Lid lid;
};

LIB_END
