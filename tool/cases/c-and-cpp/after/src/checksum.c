#include "checksum.h"

uint8_t parity(uint8_t byte) {
  byte ^= byte >> 4;
  byte ^= byte >> 2;
  return (byte ^ (byte >> 1)) & 1;
}
