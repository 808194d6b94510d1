#pragma once
#include <vector>    /* std::vector */

inline std::vector<int> kept() { return {1}; }
