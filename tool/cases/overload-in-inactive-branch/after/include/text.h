#pragma once

namespace text {

int width();

} // namespace text
