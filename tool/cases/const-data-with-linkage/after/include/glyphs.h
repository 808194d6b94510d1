#pragma once

namespace font::data {

extern const unsigned char glyphs[4];

} // namespace font::data
