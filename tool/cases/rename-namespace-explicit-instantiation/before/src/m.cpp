#include "m/m.h"
template int m::twice<int>(int);
template struct m::Box<int>;
template double m::Box<int>::as<double>() const;
