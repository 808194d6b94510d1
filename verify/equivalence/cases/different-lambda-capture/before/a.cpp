int run(int n) { auto add = [&n](int v) { n += v; }; add(1); return n; }
