#include "packet.h"

int length_of(const frame_t *packet) { return packet->length; }
