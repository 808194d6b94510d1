#include "c.h"

#include "options.h"

extern "C" {

struct options_t {
  Options rep;
};
struct cache_t {
  int *rep;
};

options_t *options_create() { return new options_t; }
void options_destroy(options_t *options) { delete options; }
int options_size(const options_t *options) { return options->rep.size; }

cache_t *cache_create() { return new cache_t; }
void cache_destroy(cache_t *cache) { delete cache; }

int version() { return 1; }

} // extern "C"
