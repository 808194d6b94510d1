#include <cstdio>
#include "old.h"
int b();
int main(){printf("%d\n",w::f()+w::g()+b());}
