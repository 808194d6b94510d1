#include "alias.h"
