struct S { ~S(); };
void g();
void f(bool b) { S *s = new S; g(); delete s; }
