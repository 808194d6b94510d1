int each(int x, int (*callback)(int));
int each(int x, int (*callback)(int)) { return callback(x); }
