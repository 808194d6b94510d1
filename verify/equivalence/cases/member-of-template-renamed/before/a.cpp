namespace p {
template <int N> struct Pool {
  struct Block { int v = N; Block() {} ~Block() {} static int count; };
  Block first;
};
template <int N> int Pool<N>::Block::count = N;
template <class T> int read(T *t) { return t->v; }
}
int use() { p::Pool<1> a; p::Pool<2> b; return read(&a.first) + read(&b.first) + p::Pool<2>::Block::count; }
