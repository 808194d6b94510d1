#pragma once

namespace low {

struct Name {
  int id = 1;
};

int use();

} // namespace low
