#pragma once

namespace trace::v1 {

class Span {
public:
  explicit Span(const char *name) : name(name) {}
  const char *name;
};

} // namespace trace::v1
