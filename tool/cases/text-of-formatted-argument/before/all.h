#pragma once
inline int check_all_of(const char *bytes) { return bytes[0]; }
