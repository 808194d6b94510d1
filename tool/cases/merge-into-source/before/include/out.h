#pragma once

namespace io {
int write(char c);
} // namespace io
