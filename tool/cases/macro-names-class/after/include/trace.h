#pragma once

#include "span.h"

namespace trace {

class Sink {};

} // namespace trace

// Traces to the end of the block.
#define TRACE(text) ::trace::v1::Span span_(text)
