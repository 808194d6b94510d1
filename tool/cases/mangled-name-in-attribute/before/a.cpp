#include <cstdio>
#include "old.h"
int main(){printf("%d\n",exported()+impl());}
