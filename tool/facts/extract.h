// Clang's syntax tree -> Facts.
#pragma once

#include "tool/facts/facts.h"
#include "tool/facts/parse.h"

namespace levitate::facts {

/// The facts of one translation unit. No other input than its arguments, no side effect; safe to
/// call from several threads at once.
Facts extract(const workspace::Unit &unit, const workspace::Overlay &overlay,
              const Project &project);

} // namespace levitate::facts
