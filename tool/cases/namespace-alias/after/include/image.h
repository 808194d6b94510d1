#pragma once

namespace vendor {
namespace image {

struct Size {
  int width = 2;
};

} // namespace image
} // namespace vendor
