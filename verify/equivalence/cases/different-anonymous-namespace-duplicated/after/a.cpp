namespace { int users; }
int enter() { return ++users; }
