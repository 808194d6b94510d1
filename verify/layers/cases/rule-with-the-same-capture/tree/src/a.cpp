#include "../test/a_test.h"
#include "../test/b_test.h"
