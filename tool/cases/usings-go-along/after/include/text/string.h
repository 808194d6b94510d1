#pragma once
namespace text {
struct String {
  int size = 0;
};
int length(const String &string);
} // namespace text
