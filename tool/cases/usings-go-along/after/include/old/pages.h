#pragma once

namespace book {
namespace print {

class Cover {
public:
  int size() const;
};

} // namespace print
} // namespace book
