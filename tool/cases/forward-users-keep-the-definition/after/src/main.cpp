#include "pay/card.h"
#include "pay/umbrella.h"

#include <cstdio>

int standardLimit();
pay::Card *same(pay::Card *card);
int copy();

int main() { std::printf("%d %d %d\n", standardLimit(), same(&pay::standard()) == &pay::standard(), copy()); }
