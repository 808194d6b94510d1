#include "xml/xml.h"

namespace xml
{

int Text::length() const { return bytes; }

Text *firstText(Node *nodes, int count) { return count > 0 ? nodes->toText() : nullptr; }

} // namespace xml
