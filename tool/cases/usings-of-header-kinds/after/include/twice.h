#ifndef TWICE_H
#define TWICE_H

#include <string>
#include <vector>

namespace text {
inline std::string twice(const std::string &text) { return text + text; }

inline std::string first(const std::vector<std::string> &list) { return list.front(); }
} // namespace text

#endif
