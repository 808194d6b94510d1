#pragma once

namespace vendor {

struct Size {
  int width = 2;
};

} // namespace vendor
