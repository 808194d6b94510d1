#include "m/m.h"
#include "n/n.h"
#include <cstdio>
int main() { std::printf("%d %d\n", a::apply(n::W{}), a::apply(W{})); std::printf("%d %d %ld\n", a::Crate<n::W>{}.fetch(), a::Crate<n::W>::count, a::Crate<n::W>{}.as<long>()); }
