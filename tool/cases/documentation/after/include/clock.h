// Copyright (c) 2024 The Clock Authors.
// SPDX-License-Identifier: MIT
#pragma once

namespace clock {

/**
 * A time of day.
 *
 * @note never negative
 */
struct Time {
  int seconds;
};

// A comment that stands by itself.

/// Not moved.
inline int now() { return 0; }

} // namespace clock
