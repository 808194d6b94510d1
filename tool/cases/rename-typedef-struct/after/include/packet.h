#pragma once

typedef struct {
  int length;
} frame_t;

int length_of(const frame_t *packet);
