#ifndef C_H
#define C_H
#ifdef __cplusplus
extern "C" {
#endif
typedef struct options_t options_t;
typedef struct cache_t cache_t;
options_t *options_create(void);
void options_destroy(options_t *);
int options_size(const options_t *);
cache_t *cache_create(void);
void cache_destroy(cache_t *);
int version(void);
#ifdef __cplusplus
}
#endif
#endif
