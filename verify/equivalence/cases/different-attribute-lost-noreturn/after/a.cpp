void stop(int);
void f(int c) { if (c) stop(c); }
