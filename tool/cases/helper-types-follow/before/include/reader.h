#pragma once

namespace io {

int parse(const char* text);
int length(const char* text);

} // namespace io
