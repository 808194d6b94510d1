#pragma once

namespace hex {
char encode(int digit);
char first();
} // namespace hex
