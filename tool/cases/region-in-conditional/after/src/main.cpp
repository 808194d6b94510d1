#include "kind.h"
#include "level.h"

int main() {
  Meter meter{Low};
  return meter.level;
}
