// it's
#include "asm.h"
#include "asm2.h"
#ifdef __ASSEMBLER__
#include "asm3.h"
#endif
