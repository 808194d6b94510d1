#pragma once

namespace text {

char upper(char c);

} // namespace text
