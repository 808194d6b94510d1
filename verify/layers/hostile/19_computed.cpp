#define HEADER "yes1.h"
#include HEADER
#define ANGLED <yes2.h>
#include ANGLED
#define STRING_(x) #x
#define STRING(x) STRING_(x)
#define NAME(x) STRING(x.h)
#include NAME(yes3)
#define sub sub
#define PATH(d, f) <d/f.h>
#include PATH(sub, inner)
