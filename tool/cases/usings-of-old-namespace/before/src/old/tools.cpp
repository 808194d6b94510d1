#include "old/tools.h"

namespace old {

using units::Length;
using units::Weight;

units::Length longer(units::Length length) {
  const Length result{length.value + 1};
  return result;
}

units::Weight heavier(units::Weight weight) {
  const Weight result{weight.value + 1};
  return result;
}

} // namespace old
