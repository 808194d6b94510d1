#pragma once
#include "lib/base.h"
namespace lib { namespace XM {
class Props { public: int n = 1; };
class File : public lib::Base { public: File(); ~File(); Map map() const; Props *props(); private: class Private; Private *d; };
} }
