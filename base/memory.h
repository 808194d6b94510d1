// Memory that a syntax tree has taken.
#pragma once

namespace levitate {

/// Gives freed memory back to the system when there is much of it. Each thread frees into a heap of
/// its own, so that what one has freed is of no use to the others. Thread-safe; takes some
/// milliseconds when it does something.
void returnFreedMemory();

} // namespace levitate
