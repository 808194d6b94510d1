namespace { int users; }
int leave() { return --users; }
