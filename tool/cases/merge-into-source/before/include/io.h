#pragma once

namespace io {
int flush();
int fill();
} // namespace io
