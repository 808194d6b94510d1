#include <cstdio>

#include <cstddef>
struct S{ union{int a; float b;}; struct{int c,d;}; };
int main(){ S s{.b=2.0f}; printf("%d %d\n",(int)s.b,(int)offsetof(S,b)); auto& [u,v,w]=*(int(*)[3])&s; (void)u;(void)v;(void)w; }
