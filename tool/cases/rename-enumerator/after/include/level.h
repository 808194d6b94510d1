#pragma once

enum class Level { Quiet, High };
enum { StartMode = 4, SecondMode };

inline int number(Level level) {
  switch (level) {
  case Level::Quiet:
    return StartMode;
  case Level::High:
    return SecondMode;
  }
  return 0;
}
