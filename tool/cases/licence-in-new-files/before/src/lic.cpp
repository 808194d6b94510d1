// Copyright (c) 2020 The Authors.
// SPDX-License-Identifier: MIT

// Functions of A and B.

#include "lic.hpp"

namespace lic {

int a(A) { return 1; }

int b(B) { return 2; }

} // namespace lic
