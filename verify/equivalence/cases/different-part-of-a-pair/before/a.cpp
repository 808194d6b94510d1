struct P { long a; double b; };
P g();
_Complex double h();
double f() { return __real__ h(); }
