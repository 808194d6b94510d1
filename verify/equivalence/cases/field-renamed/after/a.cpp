struct P { int length; };
int f(P *p) { return p->length; }
