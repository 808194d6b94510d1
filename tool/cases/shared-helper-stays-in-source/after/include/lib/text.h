#pragma once

namespace lib {

namespace inner {

class Text {
public:
  static int limit();
};

} // namespace inner

int twice();

} // namespace lib
