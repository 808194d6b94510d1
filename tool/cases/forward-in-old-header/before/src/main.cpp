#include "xml/xml.h"

#include <cstdio>

int lengthOf(xml::Node &node);

int main() {
  xml::Text text;
  text.bytes = 6;
  std::printf("%d %d\n", lengthOf(text), xml::firstText(&text, 1)->line);
}
