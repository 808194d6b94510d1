#if __has_include(<base/x.h>)
int present = 1;
#else
int present = 0;
#endif
