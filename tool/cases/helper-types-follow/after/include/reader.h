#pragma once

namespace io {

int length(const char* text);

} // namespace io
