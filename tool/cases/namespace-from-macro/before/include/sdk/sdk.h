#pragma once

#include "sdk/config.h"

SDK_BEGIN

struct Token {
  int value = 9;
};

struct Session {
  Token token;
};

SDK_END
