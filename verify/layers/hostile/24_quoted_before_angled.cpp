#include "sub/beside.h"
#include <beside.h>
