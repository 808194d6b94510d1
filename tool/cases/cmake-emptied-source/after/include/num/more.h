#pragma once

namespace num {

int more(int value);

int twice(int value);

} // namespace num
