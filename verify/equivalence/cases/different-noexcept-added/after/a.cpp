void g();
void f() noexcept { g(); }
