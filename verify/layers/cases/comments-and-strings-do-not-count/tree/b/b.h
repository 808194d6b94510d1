/*
#include "../a/a.h"
*/
const char *s = R"(
#include "../a/a.h"
)";
