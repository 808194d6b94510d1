#include <cstdio>
#include "n.h"
#include "old.h"
int b();
int main(){printf("%d\n",n::f()+w::g()+b());}
