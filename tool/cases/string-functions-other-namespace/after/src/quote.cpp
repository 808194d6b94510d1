#include "lib/quote.h"

namespace lib::quote {

std::string quoted(const Name &name) { return quoted(name, '"'); }
std::string quoted(const Name &name, char mark) { return mark + name.text + mark; }

} // namespace lib::quote
