#include "m/m.h"
namespace a {
template int use<W>(W);
template int use(::W);
template int Box<W>::get() const;
template long Box<W>::as<long>() const;
template int Box<W>::count;
}
