#pragma once

namespace core {
struct Engine {};
} // namespace core
