#pragma once
namespace a{ template<class D> struct Base{ int call(){return static_cast<D*>(this)->impl();} }; struct D:Base<D>{ int impl(){return 5;} int via(){return Base::call()+this->Base<D>::call();} }; }
