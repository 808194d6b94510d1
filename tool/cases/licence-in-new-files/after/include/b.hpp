/*
 * Copyright (c) 2020 The Authors.
 * SPDX-License-Identifier: MIT
 */

#ifndef B_HPP
#define B_HPP

namespace lic {

struct B {};

int b(B);

} // namespace lic

#endif // B_HPP
