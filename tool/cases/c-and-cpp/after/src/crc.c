#include "crc.h"

crc_t crc_update(crc_t crc, uint8_t byte) { return (crc << 1) ^ byte; }
