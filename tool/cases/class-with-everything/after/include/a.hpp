#pragma once

#include "ui/kind.hpp"

namespace old {
int other(ui::Kind k);
} // namespace old
