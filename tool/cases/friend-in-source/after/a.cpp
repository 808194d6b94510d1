#include "a.hpp"
#include "p.hpp"
namespace old {
int other() { return 1; }
class Inspector { public: static int look(const fresh::Point &p) { return p.x; } };
int inspect(const fresh::Point &p) { return Inspector::look(p); }
}
