#include "pet/dog.h"
#include "pet/pet.h"

#include <cstdio>

int main() {
  pet::Dog dog;
  dog.friendly = &dog;
  std::printf("%d %d\n", dog.friendly->tricks, dog.legs);
}
