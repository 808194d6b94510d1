#pragma once
namespace base {
struct Map;
class Tag {
public:
  int count(const Map *map) const;
};
} // namespace base
