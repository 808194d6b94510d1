namespace sys::bus {
extern thread_local int depth;
inline int enter() { return ++depth; }
}
