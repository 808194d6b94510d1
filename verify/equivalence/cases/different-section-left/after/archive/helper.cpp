__attribute__((section("table"))) int entry = 5;
