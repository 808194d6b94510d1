#ifndef XML_TEXT_H
#define XML_TEXT_H

#include "xml/xml.h"

namespace xml {
/// Text between two tags.
class Text : public Node {
public:
  Text *toText() override { return this; }
  const Text *toText() const override { return this; }
  int length() const;
  int bytes = 4;
};
} // namespace xml

#endif // XML_TEXT_H
