#include <cstdio>

#define NAME_OF(T) (sizeof(T) ? #T : "")
struct R{int x;};
int main(){ printf("%d\n",NAME_OF(R)[1]);}
