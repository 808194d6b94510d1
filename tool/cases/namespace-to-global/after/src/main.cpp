#include "app.h"
#include "options.h"

int main() {
  Options options;
  options.level = app::Level::High;
  return app::run(options) - 1;
}
