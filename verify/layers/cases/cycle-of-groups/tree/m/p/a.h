#include "../q/b.h"
