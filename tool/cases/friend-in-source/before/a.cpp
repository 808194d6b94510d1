#include "a.hpp"
namespace old {
int other() { return 1; }
class Inspector { public: static int look(const Point &p) { return p.x; } };
int inspect(const Point &p) { return Inspector::look(p); }
}
