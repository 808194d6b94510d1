struct alignas(16) S { char c[16]; };
void g(const S &);
void f() { g(S{{1, 2, 3, 4}}); }
