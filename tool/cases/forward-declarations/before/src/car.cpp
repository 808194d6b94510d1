#include "car.h"

#include "core.h"
#include "ship.h"

int Car::power() const { return engine.power; }
int tow(const core::Engine *engine) { return engine->power; }
