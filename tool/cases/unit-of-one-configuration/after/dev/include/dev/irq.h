#pragma once

namespace dev {

struct Irq {
  int number = 30;
};

} // namespace dev
