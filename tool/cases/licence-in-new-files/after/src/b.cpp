// Copyright (c) 2020 The Authors.
// SPDX-License-Identifier: MIT

#include "b.hpp"

namespace lic {

int b(B) { return 2; }

} // namespace lic
