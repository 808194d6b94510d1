#pragma once

namespace ids {
int next();
void reset();
} // namespace ids
