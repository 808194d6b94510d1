struct E {};
struct S { [[no_unique_address]] E e; int v; };
int size() { return sizeof(S); }
int get(S *s) { return s->v; }
