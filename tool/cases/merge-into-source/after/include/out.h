#pragma once

namespace io {
int write(char c);

int flush();
} // namespace io
