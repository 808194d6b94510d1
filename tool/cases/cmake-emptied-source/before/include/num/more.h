#pragma once

namespace num {

int more(int value);

} // namespace num
