// The step `forward`: what code outside of the tree still finds under the old path or name, for a
// while.
//
// A header is forwarded by one that includes the new one and says so with `#pragma message`: every
// compiler prints that, and none makes an error of it under -Werror, as they do of `#warning`. A
// type is forwarded by a `[[deprecated]]` alias. What C++ lets no alias name (functions, templates,
// concepts) is forwarded by a using-declaration with a comment, under its own name only; a macro by
// a macro.
#pragma once

#include "tool/plan/build_files.h"
#include "tool/plan/context.h"

namespace levitate::plan {

/// Refused: a header that still holds something, a symbol that is still declared, a kind of symbol
/// that can't be forwarded, and a step that is past its date. Today is SOURCE_DATE_EPOCH where that
/// is set.
Result<void> planForward(Context &context, BuildFiles &build, const recipe::Step &step,
                         const recipe::Forward &forward);

/// True when `file` holds nothing but the include of `to`, as a forwarding header does.
bool isForwardingHeader(Context &context, const std::string &file, const std::string &to);

/// Takes out what a `forward` step of the same recipe has made: the name is there for others only.
void dropForwarders(Context &context, const Program &program, std::vector<std::uint32_t> &entities);

} // namespace levitate::plan
