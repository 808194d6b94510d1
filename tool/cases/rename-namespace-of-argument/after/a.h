#pragma once
#include <vector>
namespace lev2 {
int repair();
}
