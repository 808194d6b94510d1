#include <cstdio>
#include "old.h"
int main(){printf("%d\n",a::D().via());}
