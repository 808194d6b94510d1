// Qualified names of C++, as text: `a::b::c`, with "" for the global namespace. Names with template
// arguments or parameters in them are not taken apart.
#pragma once

#include <string>
#include <vector>

namespace levitate {

/// The parts between the `::`; none for the global namespace.
std::vector<std::string> components(const std::string &qualified);

/// What stands behind the last `::`; all of it when there is none.
std::string lastComponent(const std::string &qualified);

/// What stands before the last `::`; empty when there is none.
std::string scopeOf(const std::string &qualified);

/// The name `name` in scope `scope`.
std::string inScope(const std::string &scope, const std::string &name);

} // namespace levitate
