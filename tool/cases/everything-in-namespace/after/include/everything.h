#pragma once

namespace print {
struct Page {};
} // namespace print
