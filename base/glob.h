// Path patterns as rule files and policies use them.
#pragma once

#include <string>
#include <string_view>

namespace levitate {

/// True when the whole of `path` (parts separated by `/`) matches `pattern`:
/// `*` any run of characters but `/`; `?` one character but `/`; `**` as a whole part any number of
/// parts, none included; `[abc]`, `[a-z]`, `[!a]` one character but `/`; `{a,b}` either. A
/// backslash takes the next character as it is. A pattern that ends in `/` means everything below
/// it.
bool matchesGlob(std::string_view pattern, std::string_view path);

} // namespace levitate
