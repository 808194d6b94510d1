namespace p { namespace q { struct S { int v; }; } struct T { q::S s; static int count; }; int T::count = 1;
int x = 2;
int f(T &t, q::S) { static int calls; return t.s.v + x + ++calls; }
template <class V> int g(V v) { return v.v; }
}
int use(p::T &t) { return p::f(t, t.s) + p::g(t.s) + p::T::count; }
