#include <next.h>
