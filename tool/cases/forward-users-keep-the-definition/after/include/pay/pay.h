#pragma once

namespace pay {

struct Card;

struct Method {
  virtual ~Method() = default;
  virtual Card *card() { return nullptr; }
  int limit = 50;
};

Card &standard();

} // namespace pay
