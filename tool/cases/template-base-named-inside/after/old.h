#pragma once

#include "n.h"

namespace a{ struct D:b::Base<D>{ int impl(){return 5;} int via(){return Base::call()+this->b::Base<D>::call();} }; }
