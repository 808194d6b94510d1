#ifndef C_OPTIONS_H
#define C_OPTIONS_H

#include "c.h"

#ifdef __cplusplus
extern "C" {
#endif
options_t *options_create(void);
void options_destroy(options_t *);
int options_size(const options_t *);
#ifdef __cplusplus
}
#endif

#endif
