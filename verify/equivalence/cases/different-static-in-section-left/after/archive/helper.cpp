__attribute__((used, section("table"))) static int entry = 5;
