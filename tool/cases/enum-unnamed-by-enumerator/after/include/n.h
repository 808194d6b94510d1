#pragma once
namespace n {
typedef struct Foo_ { int a; struct Foo_ *next; } Foo, *FooPtr;
enum { LIMIT = 4, DEPTH };
extern int table[LIMIT];
}
