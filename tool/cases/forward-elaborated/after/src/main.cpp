#include "ui/button.h"
#include "ui/ui.h"

#include <cstdio>

int main() {
  ui::Button button;
  button.button = &button;
  std::printf("%d\n", button.asButton()->pressed);
}
