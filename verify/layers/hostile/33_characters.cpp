#if 'A' == 65 && '\n' == 10 && '\x41' == 'A' && L'\0' == 0
#include "yes1.h"
#endif
#if 0x10 == 16 && 010 == 8 && 0b11 == 3 && 1'000 == 1000 && 18446744073709551615u == -1
#include "yes2.h"
#endif
#if true and not false
#include "yes3.h"
#endif
