#include "pay/card.h"
#include "pay/umbrella.h"

int limitOf(pay::Method &method) { return method.limit; }
int standardLimit() { return limitOf(pay::standard()); }
