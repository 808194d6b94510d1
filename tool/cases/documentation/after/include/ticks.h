// Copyright (c) 2024 The Clock Authors.
// SPDX-License-Identifier: MIT
#pragma once

namespace clock {

/**
 * Ticks since start.
 *
 * @note wraps
 */
struct Ticks { // trailing at the brace
  int count; ///< how many
  // between the members
  int missed; /* lost */
}; // trailing behind

} // namespace clock
