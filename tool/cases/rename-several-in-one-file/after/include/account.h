#pragma once

namespace finance {

// One movement of money.
struct Account {
  int amount = 0;
};

} // namespace finance
