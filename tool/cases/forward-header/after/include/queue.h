// Copyright 2020 The Queue Authors. MIT licence.

// Deprecated: include "core/queue.h" instead. This header will go after 2099-12-31.
#ifndef QUEUE_H_FORWARD
#define QUEUE_H_FORWARD

#include "core/queue.h"

#pragma message("queue.h is deprecated and will go after 2099-12-31; include \"core/queue.h\" instead")

#endif // QUEUE_H_FORWARD
