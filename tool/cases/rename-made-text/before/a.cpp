#include <cstdio>

#define ROOM_FOR_NAME(T) (sizeof(T) ? sizeof(#T) : 0)
struct S{int x;};
int main(){ printf("%d\n",(int)ROOM_FOR_NAME(S));}
