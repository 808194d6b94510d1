#include "xml/xml.h"
#include "xml/text.h"

namespace xml
{

Text *firstText(Node *nodes, int count) { return count > 0 ? nodes->toText() : nullptr; }

} // namespace xml
