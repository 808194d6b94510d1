#include "lib/text.h"

static const int Lead = 21;
static int calls = 0;

namespace lib {

static int count() { return ++calls; }

namespace inner {

int Text::limit() { return Lead + 0 * count(); }

} // namespace inner

int twice() { return 2 * Lead + 0 * count(); }

} // namespace lib
