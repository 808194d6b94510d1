/* a
*/
#include "yes1.h"
// b \
#include "no.h"
#include \
"yes2.h"
