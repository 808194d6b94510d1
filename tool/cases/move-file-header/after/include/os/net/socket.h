#pragma once

#include "net/address.h"

struct Socket {
  Address address;
};
