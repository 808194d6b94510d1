#pragma once

#include "fresh.h"

struct Room {
  fresh::deep::Lamp lamp;
};
