#include <made.h>
