#pragma once

namespace a {
template <class T> T start(T value) { return value; }
} // namespace a
