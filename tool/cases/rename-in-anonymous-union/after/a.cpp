#include <cstdio>

#include <cstddef>
struct S{ union{int a; float beta;}; struct{int c,d;}; };
int main(){ S s{.beta=2.0f}; printf("%d %d\n",(int)s.beta,(int)offsetof(S,beta)); auto& [u,v,w]=*(int(*)[3])&s; (void)u;(void)v;(void)w; }
