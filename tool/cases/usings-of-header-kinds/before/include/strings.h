#ifndef STRINGS_H
#define STRINGS_H
#include <string>
#include <vector>

namespace names = std;
using std::vector;

namespace text {
using namespace std;

inline string twice(const string &text) { return text + text; }

inline names::string first(const vector<string> &list) { return list.front(); }

inline int count(const vector<string> &list) { return static_cast<int>(list.size()); }
} // namespace text

#endif
