struct R { unsigned a : 3; unsigned b : 5; };
unsigned b(R *r) { return r->b; }
