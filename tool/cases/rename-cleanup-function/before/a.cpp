#include <cstdio>

static void done_with(int*p){printf("done %d\n",*p);}
int main(){ __attribute__((cleanup(done_with))) int x=3; printf("%d\n",x);}
