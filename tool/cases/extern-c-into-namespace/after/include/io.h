#pragma once

namespace io {

int write(int value);

} // namespace io
