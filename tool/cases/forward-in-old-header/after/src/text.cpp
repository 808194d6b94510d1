#include "xml/text.h"

namespace xml {

int Text::length() const { return bytes; }

} // namespace xml
