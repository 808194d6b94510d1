namespace a::b { template <class T> concept Source = requires(T t) { t.read(); }; }
struct R { int read() { return 4; } };
template <class T> requires a::b::Source<T> int take(T r) { return r.read(); }
int use() { return take(R()); }
