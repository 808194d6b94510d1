bool less(int a, int b) { return static_cast<unsigned>(a) < static_cast<unsigned>(b); }
