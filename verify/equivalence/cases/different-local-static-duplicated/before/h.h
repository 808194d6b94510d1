inline int ticket() { static int n; return ++n; }
