#include "app/early.h"

namespace app {

int Early::hour() const { return 6; }

} // namespace app
