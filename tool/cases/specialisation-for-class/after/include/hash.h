#pragma once

namespace lib {
template <class T> struct Hash;
} // namespace lib
