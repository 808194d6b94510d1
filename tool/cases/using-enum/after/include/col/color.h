#pragma once

namespace col::names {

enum class Color { Red, Green = 5 };

} // namespace col::names
