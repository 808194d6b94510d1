#include "printed.h"

#include <algorithm> // std::max

std::string printed(int x) { return std::to_string(std::max(x, 0)); }
