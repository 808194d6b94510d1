#pragma once

namespace lay {

struct Page;

enum class Kind { Strict, Loose };

struct Rule {
  bool holds(const Page &page) const;
  Kind kind = Kind::Strict;
};

} // namespace lay
