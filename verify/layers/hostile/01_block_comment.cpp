/* a comment
#include "no.h"
*/ #include "yes1.h"
/**/ # /* x */ include /* y */ "yes2.h" /* z
#include "no.h"
*/
int a;
