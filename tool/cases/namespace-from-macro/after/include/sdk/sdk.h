#pragma once

#include "sdk/config.h"
#include "sdk/token.h"

SDK_BEGIN

struct Session {
  Token token;
};

SDK_END
