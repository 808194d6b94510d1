#pragma once
namespace moved {

inline int check_all_of(const char *bytes) { return bytes[0]; }

} // namespace moved
