#pragma once

namespace x {

struct Moved {};

struct ToMove {
  Moved moved;
};

} // namespace x
