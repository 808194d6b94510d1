#pragma once

// BUFFER_SIZE is in bytes.
#ifndef BUFFER_SIZE
#define BUFFER_SIZE 16
#endif
#define DOUBLE_SIZE (2 * BUFFER_SIZE)
#if defined(BUFFER_SIZE) && BUFFER_SIZE > 64
#error "BUFFER_SIZE is too large"
#endif
