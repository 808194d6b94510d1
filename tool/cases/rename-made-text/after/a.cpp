#include <cstdio>

#define NAME_OF(T) (sizeof(T)?#T:"")
struct R{int x;};
int main(){ printf("%s\n",NAME_OF(R));}
