#pragma once

namespace num {

int twice(int value);

} // namespace num
