#include "game/player.h"

#include "game/game.h"

namespace game {

int Player::strength() const { return 2 * world->gravity; }

} // namespace game
