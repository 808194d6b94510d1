#include "game/game.h"

#include <cstdio>

int main() { std::printf("%d\n", game::World().player.strength()); }
