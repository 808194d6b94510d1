#include "c.h"

extern "C" {

struct cache_t {
  int *rep;
};

cache_t *cache_create() { return new cache_t; }
void cache_destroy(cache_t *cache) { delete cache; }

int version() { return 1; }

} // extern "C"
