__attribute__((section("table"))) int entry = 5;
int helper() { return 1; }
