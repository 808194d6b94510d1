// What the C++ compiler refers to without being asked. The kernel never unwinds, never exits main,
// and frees no object through a virtual destructor, so that reaching any of these is an error: they
// trap, which ends in the panic block.
#include <cstddef>

extern "C" [[noreturn]] void __cxa_pure_virtual() { __builtin_trap(); }

void operator delete(void *) noexcept { __builtin_trap(); }
void operator delete(void *, std::size_t) noexcept { __builtin_trap(); }
