#include "strings.h"
#include "twice.h"

int main()
{
  const std::vector<std::string> list{"ab"};
  return static_cast<int>(text::twice(text::first(list)).size()) - 4 * text::count(list);
}
