#pragma once

namespace lib {

class Text {
public:
  static int limit();
};

int twice();

} // namespace lib
