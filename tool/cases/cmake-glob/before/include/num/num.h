#pragma once

namespace num {

int once(int value);
int twice(int value);

} // namespace num
