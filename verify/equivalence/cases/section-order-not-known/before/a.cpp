__attribute__((section("table"))) int first = 1;
