namespace io { template <class T> concept Readable = requires(T t) { t.read(); }; }
struct R { int read() { return 4; } };
template <class T> requires io::Readable<T> int take(T r) { return r.read(); }
int use() { return take(R()); }
