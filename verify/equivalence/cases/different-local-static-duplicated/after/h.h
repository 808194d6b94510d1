static int ticket() { static int n; return ++n; }
