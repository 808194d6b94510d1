#pragma once

template <class Tag> struct Number {
  int value;
};
