int fetch(int v) { return v; }
struct S { int fetch() { return 2; } };
int use(S s) { return fetch(s.fetch()); }
