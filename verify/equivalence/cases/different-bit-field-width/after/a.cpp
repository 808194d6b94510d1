struct R { unsigned a : 4; unsigned b : 4; };
unsigned b(R *r) { return r->b; }
