// Clang's syntax tree -> Facts.
#pragma once

#include "tool/facts/facts.h"
#include "tool/facts/meaning.h"
#include "tool/facts/parse.h"

namespace levitate::facts {

/// The facts of one translation unit. No other input than its arguments, no side effect; safe to
/// call from several threads at once. With `meaning`, that of the same unit, by the same parse.
/// `preamble`, which must suit the unit, makes it faster and changes nothing else.
Facts extract(const workspace::Unit &unit, const workspace::Overlay &overlay,
              const Project &project, UnitMeaning *meaning = nullptr,
              const Preamble *preamble = nullptr);

/// The same as far as the preprocessor alone knows it: `depth` is Directives or Preprocessed. The
/// first runs the preprocessor over directives only, in a small part of the time of a parse; all
/// conditions are evaluated as in a parse, so that files and includes are exact.
Facts extractWithoutParsing(const workspace::Unit &unit, const workspace::Overlay &overlay,
                            const Project &project, Depth depth);

} // namespace levitate::facts
