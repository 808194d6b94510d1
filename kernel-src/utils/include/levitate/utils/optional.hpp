// The kernel's name for a value that may be absent. The standard's type, constant-initialised in
// globals.
#pragma once
#include <optional>

namespace levitate::utils {

template <class T> using Optional = std::optional<T>;
inline constexpr std::nullopt_t none = std::nullopt;

} // namespace levitate::utils
