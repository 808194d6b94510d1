extern "C" {
int one() { return 1; }
int two() { return 2; }
int name() __attribute__((alias("two")));
}
