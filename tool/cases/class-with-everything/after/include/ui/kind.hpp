#pragma once
namespace ui {
enum class Kind : unsigned char { A, B };
enum Plain { One = 1, Two };
} // namespace ui
