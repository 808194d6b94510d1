#pragma once

namespace dev {

struct Irq {
  int number = 30;
};

int count();
int timer();

} // namespace dev
