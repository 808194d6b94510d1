#import "once.h"
#import "once.h"
#include "yes1.h"
