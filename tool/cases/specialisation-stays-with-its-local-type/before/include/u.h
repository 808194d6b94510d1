#pragma once
namespace u { namespace detail { template <class T> struct tag { static constexpr int v = 1; }; template <> struct tag<int> { static constexpr int v = 2; }; }
template <class T> constexpr int tag_v = detail::tag<T>::v;
struct mine {};
}
template <> struct u::detail::tag<u::mine> { static constexpr int v = 3; };
template <> inline constexpr int u::tag_v<char> = 4;
