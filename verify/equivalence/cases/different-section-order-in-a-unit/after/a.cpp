__attribute__((section("entries"))) int second = 2;
__attribute__((section("entries"))) int first = 1;
