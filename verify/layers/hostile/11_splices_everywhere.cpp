#\
in\
clu\
de "ye\
s1.h"
  \
#include "yes2.h"
/\
* comment
#include "no.h"
*\
/
#include "yes3.h"
/\
/ line comment \
#include "no.h"
