#pragma once

#include <string>

namespace text::edit {

std::string trimmed(const std::string &text);

} // namespace text::edit
