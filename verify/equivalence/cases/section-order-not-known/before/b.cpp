__attribute__((section("table"))) int second = 2;
