thread_local int depth;
int enter() { return ++depth; }
