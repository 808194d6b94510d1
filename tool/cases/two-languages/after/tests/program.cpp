#include "list.h"
#include "properties.h"
#include "total.h"

int helper();

int main()
{
  lib::Map<lib::Key, int> map;
  map.insert(lib::Key{1}, 2);
  lib::containers::List<int> numbers;
  return lib::total(map) + *numbers.insert(numbers.begin(), 3) + helper();
}
