struct alignas(4) S { char c[4]; };
void g(const S &);
void f() { g(S{{1, 2, 3, 4}}); }
