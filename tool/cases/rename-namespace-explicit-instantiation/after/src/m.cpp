#include "m/m.h"
template int deep::mm::doubled<int>(int);
template struct deep::mm::Box<int>;
template double deep::mm::Box<int>::as<double>() const;
