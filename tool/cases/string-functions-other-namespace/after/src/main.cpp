#include "lib/quote.h"
#include "lib/text.h"

int main() {
  const lib::Name name{"x"};
  return (lib::quote::quoted(name) + lib::quote::quoted(name, '|') + lib::quote::twice(name)).size() == 8 ? 0 : 1;
}
