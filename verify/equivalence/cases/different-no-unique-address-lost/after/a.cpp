struct E {};
struct S { E e; int v; };
int size() { return sizeof(S); }
int get(S *s) { return s->v; }
