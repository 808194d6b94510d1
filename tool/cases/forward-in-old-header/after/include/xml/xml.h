#ifndef XML_XML_H
#define XML_XML_H

namespace xml
{
class Node;
class Text;

class Node {
public:
  virtual ~Node() {}
  virtual Text *toText() { return 0; }
  virtual const Text *toText() const { return 0; }
  int line = 0;
};

Text *firstText(Node *nodes, int count);

} // namespace xml

#endif // XML_XML_H
