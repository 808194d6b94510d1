__attribute__((section("entries"))) int first = 1;
__attribute__((section("entries"))) int second = 2;
