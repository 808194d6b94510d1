#pragma once

namespace font {

int width(int index);

} // namespace font
