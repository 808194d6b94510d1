#include "xml/xml.h"

// Names no text at all, but looks into one.
int lengthOf(xml::Node &node) { return node.toText() ? node.toText()->length() : 0; }
