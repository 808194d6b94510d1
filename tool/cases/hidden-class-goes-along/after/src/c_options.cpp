#include "c_options.h"

#include "options.h"

extern "C" {

struct options_t {
  Options rep;
};

options_t *options_create() { return new options_t; }
void options_destroy(options_t *options) { delete options; }
int options_size(const options_t *options) { return options->rep.size; }

}
