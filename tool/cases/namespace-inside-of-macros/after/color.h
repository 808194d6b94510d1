#pragma once
#include "core.h"

FMT_BEGIN_NAMESPACE

enum class color { red };

FMT_END_NAMESPACE

namespace fmt::moved {
// How a text stands out.
enum class emphasis : unsigned char { bold };
} // namespace fmt::moved

FMT_BEGIN_NAMESPACE

FMT_BEGIN_DETAIL_NAMESPACE
struct outer { int x; };
FMT_END_DETAIL_NAMESPACE
FMT_END_NAMESPACE

namespace fmt::other {
inline int inner(moved::emphasis em) { return base() + static_cast<int>(em); }
} // namespace fmt::other

FMT_BEGIN_NAMESPACE
FMT_BEGIN_DETAIL_NAMESPACE
inline int last() { return 1; }
FMT_END_DETAIL_NAMESPACE

// Text in a colour.
class style {
public:
  style(moved::emphasis em = moved::emphasis()) : ems(em) {}
  moved::emphasis ems;
};

FMT_END_NAMESPACE

namespace fmt::other {
inline int tail(style s) { return inner(s.ems); }
} // namespace fmt::other
