struct P { int len; };
int f(P *p) { return p->len; }
