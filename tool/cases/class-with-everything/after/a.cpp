#include "a.hpp"
#include "ui/kind.hpp"
namespace old {
int other(ui::Kind k) { using enum ui::Kind; switch (k) { case A: return ui::One; case B: return ui::Two; } return 0; }
} // namespace old
