#pragma once

namespace io {

int parse(const char* text);

} // namespace io
