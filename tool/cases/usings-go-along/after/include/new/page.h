#pragma once
#include "text/string.h"

namespace book {
namespace print {

class Page {
public:
  int size() const;
  text::String name() const;
};

} // namespace print
} // namespace book
