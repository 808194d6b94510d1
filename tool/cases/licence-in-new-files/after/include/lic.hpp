/*
 * Copyright (c) 2020 The Authors.
 * SPDX-License-Identifier: MIT
 */

#ifndef LIC_HPP
#define LIC_HPP

namespace lic {

struct A {};

int a(A);

} // namespace lic

#endif // LIC_HPP
