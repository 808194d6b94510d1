#pragma once
namespace fresh {
template <class T> concept Source = requires(T t) { t.read(); };
} // namespace fresh
