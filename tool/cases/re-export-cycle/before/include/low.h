#pragma once

namespace low {
struct Ground {};
} // namespace low
