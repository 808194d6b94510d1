#include "m/m.h"
#include "n/n.h"
namespace a {
template int apply<n::W>(n::W);
template int apply(::W);
template int Crate<n::W>::fetch() const;
template long Crate<n::W>::as<long>() const;
template int Crate<n::W>::count;
}
