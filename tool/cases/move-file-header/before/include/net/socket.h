#pragma once

#include "address.h"

struct Socket {
  Address address;
};
