__attribute__((used, retain)) extern const int entry = 5;
int helper() { return 1; }
