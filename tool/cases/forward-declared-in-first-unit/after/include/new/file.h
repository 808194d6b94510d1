#pragma once
#include "base/map.h"
#include "base/tag.h"

namespace old {

class File {
public:
  base::Map map() const;
  base::Tag tag;
};

} // namespace old
