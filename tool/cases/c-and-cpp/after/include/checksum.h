#ifndef CHECKSUM_H
#define CHECKSUM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

uint8_t parity(uint8_t byte);

#ifdef __cplusplus
}
#endif

#endif
