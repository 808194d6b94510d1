// a comment that goes on \
#include "no.h"
#include "yes1.h"
// blanks after the backslash, too \  
#include "no.h"
#include "yes2.h" // \
#include "no.h"
