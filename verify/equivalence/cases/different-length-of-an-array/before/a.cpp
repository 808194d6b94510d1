void g(char *);
void f(int n) { char text[n]; g(text); }
