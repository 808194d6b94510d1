#pragma once

namespace hex {

int decode(char digit);

} // namespace hex
