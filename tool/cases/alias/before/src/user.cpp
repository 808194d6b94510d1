#include "id.h"

int value(id::UserId id) { return id.value; }
