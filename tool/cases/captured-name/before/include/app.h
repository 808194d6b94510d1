#pragma once

namespace app {

struct Line {
  int length = 1;
};

namespace v2 {
struct Line {
  int length = 2;
};
} // namespace v2

struct Report {
  Line line;
};

} // namespace app
