#define TRACE 1
