namespace sys::hal {
extern thread_local int depth;
inline int enter() { return ++depth; }
}
