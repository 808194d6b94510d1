#pragma once
#include <string>    // std::string: what is printed
#include <vector>    /* std::vector */

std::string printed(int x);
inline std::vector<int> kept() { return {1}; }
