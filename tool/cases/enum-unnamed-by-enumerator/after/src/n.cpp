#include "n.h"

namespace n {
int table[LIMIT] = {1,2,3,DEPTH};
}
