#pragma once

namespace font {

extern const unsigned char glyphs[4];
int width(int index);

} // namespace font
