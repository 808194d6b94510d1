struct S { int a[4]; int b[4]; } s;
int *f() { return &s.a[1]; }
