#pragma once

namespace ui {
struct Window {};
} // namespace ui
