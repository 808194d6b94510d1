#include "glyphs.h"

namespace font::data {

const unsigned char glyphs[4] = {
    0x01, 0x02, // first
    0x03, 0x04, // second
};

} // namespace font::data
