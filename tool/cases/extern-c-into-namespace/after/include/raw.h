#pragma once

namespace raw {

extern "C" int raw_write(int value);

} // namespace raw
