#pragma once
#include "lib/base.h"
#include "lib/map.h"
#include "old/xm.h"

namespace lib {
namespace moved {
class File : public lib::Base { public: File(); ~File(); Map map() const; XM::Props *props(); private: class Private; Private *d; };
} // namespace moved
} // namespace lib
