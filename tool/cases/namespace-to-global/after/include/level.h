#pragma once

namespace app {
enum class Level { Low, High };
} // namespace app
