#include "checksum.h"

crc_t crc_update(crc_t crc, uint8_t byte) { return (crc << 1) ^ byte; }

uint8_t parity(uint8_t byte) {
  byte ^= byte >> 4;
  byte ^= byte >> 2;
  return (byte ^ (byte >> 1)) & 1;
}
