#pragma once

namespace box {

template <class T>
concept Storable = sizeof(T) < 64;

template <Storable T, int Size = 4, class... More> struct Box {
  T things[Size]{};
};

template <class T> using BoxOf = Box<T, 2>;

template <Storable T, int Size = 4, class... More>
using Crate [[deprecated("use box::Box; this name will go after 2099-01-31")]] = box::Box<T, Size, More...>;

template <class T>
using CrateOf [[deprecated("use box::BoxOf; this name will go after 2099-01-31")]] = box::BoxOf<T>;

// Deprecated: use box::Storable. This name will go after 2099-01-31.
template <class T>
concept Boxable = box::Storable<T>;

} // namespace box
