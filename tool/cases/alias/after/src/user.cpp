#include "user_id.h"

int value(id::UserId id) { return id.value; }
