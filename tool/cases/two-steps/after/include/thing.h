#pragma once

namespace old {
struct Thing {
  int size = 1;
};
} // namespace old
