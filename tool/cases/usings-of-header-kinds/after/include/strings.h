#ifndef STRINGS_H
#define STRINGS_H
#include <string>
#include <vector>

namespace names = std;
using std::vector;

namespace text {
using namespace std;

inline int count(const vector<string> &list) { return static_cast<int>(list.size()); }
} // namespace text

#endif
