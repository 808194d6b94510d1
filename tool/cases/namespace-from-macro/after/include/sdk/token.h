#pragma once

#include "sdk/config.h"

SDK_BEGIN

struct Token {
  int value = 9;
};

SDK_END
