#pragma once
#include "core.h"

FMT_BEGIN_NAMESPACE

enum class color { red };

// How a text stands out.
enum class emphasis : unsigned char { bold };

FMT_BEGIN_DETAIL_NAMESPACE
struct outer { int x; };
inline int inner(emphasis em) { return base() + static_cast<int>(em); }
inline int last() { return 1; }
FMT_END_DETAIL_NAMESPACE

// Text in a colour.
class style {
public:
  style(emphasis em = emphasis()) : ems(em) {}
  emphasis ems;
};

inline int tail(style s) { return detail::inner(s.ems); }

FMT_END_NAMESPACE
