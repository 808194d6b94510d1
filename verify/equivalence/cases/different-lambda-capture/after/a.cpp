int run(int n) { auto add = [n](int v) mutable { n += v; }; add(1); return n; }
