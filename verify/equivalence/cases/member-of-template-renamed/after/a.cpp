namespace p {
template <int N> struct Pool {
  struct Chunk { int v = N; Chunk() {} ~Chunk() {} static int count; };
  Chunk first;
};
template <int N> int Pool<N>::Chunk::count = N;
template <class T> int read(T *t) { return t->v; }
}
int use() { p::Pool<1> a; p::Pool<2> b; return read(&a.first) + read(&b.first) + p::Pool<2>::Chunk::count; }
