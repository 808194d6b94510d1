#pragma once

namespace app {
struct Engine {};
} // namespace app
