struct L { ~L(); };
void g() noexcept;
void f() { L l; g(); }
