// Copyright 2020 The Queue Authors. MIT licence.

#ifndef QUEUE_H
#define QUEUE_H

namespace core {
struct Queue {
  int size = 2;
};
} // namespace core

#endif // QUEUE_H
