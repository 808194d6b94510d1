#pragma once

struct Task {
  int number;
};
