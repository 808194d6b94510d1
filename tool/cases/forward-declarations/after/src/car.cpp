#include "car.h"

#include "engine.h"
#include "ship.h"

int Car::power() const { return engine.power; }
int tow(const drive::Engine *engine) { return engine->power; }
