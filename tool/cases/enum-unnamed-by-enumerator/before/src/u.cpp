#include "u.h"
namespace u { int table[LIMIT] = {1,2,3,DEPTH}; struct fwd { int z; }; static fwd one{9}; int use(fwd *p) { return (p ? p : &one)->z; } }
