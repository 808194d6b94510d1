#pragma once

enum class Level { Low, High };
enum { FirstMode = 4, SecondMode };

inline int number(Level level) {
  switch (level) {
  case Level::Low:
    return FirstMode;
  case Level::High:
    return SecondMode;
  }
  return 0;
}
