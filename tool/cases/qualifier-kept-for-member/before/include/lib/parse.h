#pragma once

namespace lib {

namespace detail {

template <typename T> bool parse(const char *text, T *into) { return text != nullptr && into != nullptr; }

} // namespace detail

class Arg {
public:
  explicit Arg(int *into) : into(into) {}
  bool parse(const char *text) const { return detail::parse(text, into); }

private:
  int *into;
};

} // namespace lib
