#pragma once

namespace hex {

char encode(int digit);

} // namespace hex
