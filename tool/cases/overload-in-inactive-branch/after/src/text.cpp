#include "text.h"

namespace text {

int width() { return 80; }

} // namespace text
