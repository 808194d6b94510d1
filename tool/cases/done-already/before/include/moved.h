#pragma once

namespace x {

struct Moved {};

} // namespace x
