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

/// Text between two tags.
class Text : public Node {
public:
  Text *toText() override { return this; }
  const Text *toText() const override { return this; }
  int length() const;
  int bytes = 4;
};

Text *firstText(Node *nodes, int count);

} // namespace xml

#endif // XML_XML_H
