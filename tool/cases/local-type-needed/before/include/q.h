#pragma once

namespace q {
int size();
int other();
} // namespace q
