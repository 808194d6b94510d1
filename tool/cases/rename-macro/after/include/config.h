#pragma once

// BUFFER_SIZE is in bytes.
#ifndef QUEUE_SIZE
#define QUEUE_SIZE 16
#endif
#define DOUBLE_SIZE (2 * QUEUE_SIZE)
#if defined(QUEUE_SIZE) && QUEUE_SIZE > 64
#error "BUFFER_SIZE is too large"
#endif
