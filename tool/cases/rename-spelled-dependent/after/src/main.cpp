#include "allocator.h"

#include <vector>

int main() { return static_cast<int>(std::vector<int, store::Allocator<int>>().size()); }
