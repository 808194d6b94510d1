#include "font.h"
#include "glyphs.h"

namespace font {

int width(int index) { return data::glyphs[index]; }

} // namespace font
