#pragma once

namespace io {
int fill();
} // namespace io
