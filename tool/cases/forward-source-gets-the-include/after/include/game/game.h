#pragma once

#include "game/player.h"

namespace game {

class World;

class World {
public:
  World() : player(*this) {}
  int gravity = 10;
  Player player;
};

} // namespace game
