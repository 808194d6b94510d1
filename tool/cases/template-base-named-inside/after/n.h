#pragma once
namespace b {
template<class D> struct Base{ int call(){return static_cast<D*>(this)->impl();} };
}
