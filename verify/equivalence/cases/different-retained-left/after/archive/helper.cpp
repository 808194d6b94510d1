__attribute__((used, retain)) extern const int entry = 5;
