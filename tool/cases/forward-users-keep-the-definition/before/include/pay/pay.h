#pragma once

namespace pay {

struct Card;

struct Method {
  virtual ~Method() = default;
  virtual Card *card() { return nullptr; }
  int limit = 50;
};

struct Card : Method {
  Card *card() override { return this; }
  int digits = 16;
};

Card &standard();

} // namespace pay
