#include <cstdio>
int main(){int kk(); extern int gg; printf("%d %d\n",kk(), gg);}
