#pragma once

typedef struct {
  int length;
} packet_t;

int length_of(const packet_t *packet);
