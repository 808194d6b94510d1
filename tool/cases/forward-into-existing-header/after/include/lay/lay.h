#pragma once

#include "lay/rule.h"

namespace lay {

struct Page;

struct Page {
  Rule rule;
  int width = 80;
};

} // namespace lay
