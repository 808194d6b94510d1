#include <cstdio>

#define NAME_OF(T) (sizeof(T) ? #T : "")
struct S{int x;};
int main(){ printf("%d\n",NAME_OF(S)[1]);}
