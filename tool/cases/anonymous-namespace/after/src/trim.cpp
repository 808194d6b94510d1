#include "trim.h"

namespace text::edit {

namespace {

// White space, as this library has it.
constexpr const char *Blanks = " \t";

bool isBlank(char c) { return std::string(Blanks).find(c) != std::string::npos; }

} // namespace

std::string trimmed(const std::string &text) {
  std::size_t begin = 0, end = text.size();
  while (begin < end && isBlank(text[begin]))
    ++begin;
  while (end > begin && isBlank(text[end - 1]))
    --end;
  return text.substr(begin, end - begin);
}

} // namespace text::edit
