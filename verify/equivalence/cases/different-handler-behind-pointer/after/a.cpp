struct Guard {
  ~Guard();
};
int through(int (*function)(int), int x) {
  Guard guard;
  return function(x);
}
int f(int (*function)(int), int x) { return through(function, x); }
