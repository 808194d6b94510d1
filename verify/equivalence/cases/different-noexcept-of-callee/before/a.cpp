struct L { ~L(); };
void g();
void f() { L l; g(); }
