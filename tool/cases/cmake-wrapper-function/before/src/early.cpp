#include "app/early.h"

namespace app {

int Early::hour() const { return 6; }

int Late::hour() const { return 23; }

} // namespace app
