#pragma once
#include "base/tag.h"

namespace old {

class File {
public:
  base::Map map() const;
  base::Tag tag;
};

int other();

} // namespace old
