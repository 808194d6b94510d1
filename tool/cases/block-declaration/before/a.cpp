#include <cstdio>
int main(){extern int g; printf("%d\n",g);}
