#pragma once

namespace hex {

char encode(int digit);
int decode(char digit);

} // namespace hex
