#pragma once

#include "p.hpp"

namespace old {
struct User { fresh::Handle h; };
} // namespace old
