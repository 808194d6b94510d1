// Unified Symbol Resolution strings as text, where Clang spells one thing in two ways.
#pragma once

#include <string>

namespace levitate::facts {

/// Makes `> >`, as C++98 closes two lists of template arguments in the text of a dependent type,
/// the
/// `>>` of later languages.
inline void joinAngles(std::string &usr) {
  for (std::size_t at = usr.find("> >"); at != std::string::npos; at = usr.find("> >", at + 1))
    usr.erase(at + 1, 1);
}

} // namespace levitate::facts
