#import "../a/a.h"
#include_next "../a/a.h"
