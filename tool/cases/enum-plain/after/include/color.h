#pragma once

namespace art {

enum Color { Red, Green = 4, Blue };

} // namespace art
