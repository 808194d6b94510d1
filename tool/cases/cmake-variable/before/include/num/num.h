#pragma once

namespace num {

int once(int value);
int twice(int value);
int thrice(int value);

} // namespace num
