#ifndef CHECKSUM_H
#define CHECKSUM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t crc_t;

crc_t crc_update(crc_t crc, uint8_t byte);
uint8_t parity(uint8_t byte);

#ifdef __cplusplus
}
#endif

#endif
