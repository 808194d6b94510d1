#pragma once

#include "index.h"

namespace store {

class Store {
public:
  detail::Index index() const;
};

} // namespace store
