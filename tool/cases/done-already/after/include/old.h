#pragma once

namespace x {

struct Stays {};

} // namespace x
