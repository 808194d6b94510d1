#pragma once

#include <memory>

namespace game {

class World;

class Player {
public:
  explicit Player(World &world) : world(&world) {}
  int strength() const;
  std::shared_ptr<World> shared;

private:
  World *world;
};

class World {
public:
  World() : player(*this) {}
  int gravity = 10;
  Player player;
};

} // namespace game
