#include "c.h"
#include "c_options.h"

int main()
{
  options_t *options = options_create();
  const int size = options_size(options);
  options_destroy(options);
  return size + version() - 1;
}
