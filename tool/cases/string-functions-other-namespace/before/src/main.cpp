#include "lib/text.h"

int main() {
  const lib::Name name{"x"};
  return (lib::quoted(name) + lib::quoted(name, '|') + lib::twice(name)).size() == 8 ? 0 : 1;
}
