#include "app.h"
#include "core.h"

int main() {
  app::Engine a;
  core::Engine b;
  (void)a, (void)b;
}
