#pragma once

namespace io {

extern "C" int raw_write(int value);
int write(int value);

} // namespace io
