%: include "yes1.h"
%:include <yes2.h>
  %\
:include "yes3.h"
