#include "net/address.h"

unsigned short port(const net::Address &address) { return address.port.number; }
