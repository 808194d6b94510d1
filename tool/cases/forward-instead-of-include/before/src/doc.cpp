#include "doc/doc.h"

namespace doc {

bool Node::accept(Visitor &visitor) const {
  const bool result = visitor.enter(*this);
  visitor.leave(this);
  return result;
}

void Printer::leave(const Node *node) { printed += node->depth; }

} // namespace doc
