#include <cstdio>
int main(){int k(); extern int g; printf("%d %d\n",k(), g);}
