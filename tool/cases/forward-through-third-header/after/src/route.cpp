#include "net/route.h"

#include "net/packet.h"

int net::Route::cost(const Packet &packet) const { return hops * packet.size; }
