#pragma once

namespace num {

int once(int value);

} // namespace num
