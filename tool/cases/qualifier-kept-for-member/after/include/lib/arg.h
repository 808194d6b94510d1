#pragma once

namespace lib {
namespace args {

template <typename T> bool parse(const char *text, T *into) { return text != nullptr && into != nullptr; }

class Arg {
public:
  explicit Arg(int *into) : into(into) {}
  bool parse(const char *text) const { return lib::args::parse(text, into); }

private:
  int *into;
};

} // namespace args
} // namespace lib
