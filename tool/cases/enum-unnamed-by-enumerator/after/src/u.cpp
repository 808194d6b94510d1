#include "u.h"
namespace u { struct fwd { int z; }; static fwd one{9}; int use(fwd *p) { return (p ? p : &one)->z; } }
