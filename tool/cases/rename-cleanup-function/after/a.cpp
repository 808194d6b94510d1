#include <cstdio>

static void finish(int*p){printf("done %d\n",*p);}
int main(){ __attribute__((cleanup(finish))) int x=3; printf("%d\n",x);}
