#pragma once

#include "num/pair.h"

namespace num {

int sum(const types::Pair &pair);

} // namespace num
