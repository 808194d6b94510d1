#include "packet.h"

int length_of(const packet_t *packet) { return packet->length; }
