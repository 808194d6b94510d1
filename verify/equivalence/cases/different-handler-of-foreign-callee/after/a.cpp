int foreign(int);
int f(int x) { return foreign(x); }
