int depth;
int enter() { return ++depth; }
