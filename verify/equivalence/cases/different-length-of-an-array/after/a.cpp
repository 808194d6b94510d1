void g(char *);
void f(int n) { char text[n + 1]; g(text); }
