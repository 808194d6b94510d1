#pragma once

namespace unit::literals {

constexpr int operator""_km(unsigned long long value) { return static_cast<int>(value) * 1000; }
constexpr int operator""_m(unsigned long long value) { return static_cast<int>(value); }

} // namespace unit::literals
