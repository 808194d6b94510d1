namespace q { struct S { int v; }; } struct T { q::S s; static int count; }; int T::count = 1;
int x = 2;
int f(T &t, q::S) { static int calls; return t.s.v + x + ++calls; }
template <class V> int g(V v) { return v.v; }
int use(T &t) { return f(t, t.s) + g(t.s) + T::count; }
