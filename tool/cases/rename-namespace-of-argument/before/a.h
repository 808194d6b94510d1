#pragma once
#include <vector>
namespace lev {
int repair();
}
