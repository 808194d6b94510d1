namespace { int users; }
int enter() { return ++users; }
int leave() { return --users; }
