#include "app.h"

int main() {
  app::Options options;
  options.level = app::Level::High;
  return app::run(options) - 1;
}
