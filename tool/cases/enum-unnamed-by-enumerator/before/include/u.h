#pragma once
namespace u {
typedef struct Foo_ { int a; struct Foo_ *next; } Foo, *FooPtr;
enum { LIMIT = 4, DEPTH };
extern int table[LIMIT];
struct fwd;
int use(fwd *);
}
