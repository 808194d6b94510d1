#include <sub//inner.h>
#include "sub/./../sub/inner.h" /* "no.h" */
#include "./yes1.h"//"no.h"
