#pragma once

namespace pet {
struct Animal;
struct Dog;
} // namespace pet
