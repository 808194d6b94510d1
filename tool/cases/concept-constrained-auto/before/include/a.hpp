#pragma once
namespace io {
template <class T> concept Readable = requires(T t) { t.read(); };
int other();
} // namespace io
