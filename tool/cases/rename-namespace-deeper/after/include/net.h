#pragma once

namespace os::net {

inline int mtu() { return 1500; }
namespace detail {
inline int header() { return 20; }
} // namespace detail
inline int payload() { return mtu() - detail::header(); }

} // namespace os::net
