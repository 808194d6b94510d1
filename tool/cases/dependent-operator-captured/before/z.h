#pragma once

struct Z {
  int number = 1;
};
