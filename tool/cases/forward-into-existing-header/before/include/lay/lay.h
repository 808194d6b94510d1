#pragma once

#include "lay/rule.h"

namespace lay {

struct Page;

struct Rule {
  bool holds(const Page &page) const;
  Kind kind = Kind::Strict;
};

struct Page {
  Rule rule;
  int width = 80;
};

} // namespace lay
