#include "app.h"
#include "options.h"

int app::run(const Options &options) { return options.level == Level::High; }
