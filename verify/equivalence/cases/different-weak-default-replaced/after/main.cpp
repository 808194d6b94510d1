int other();
__attribute__((weak)) int hook() { return 1; }
int main() { return hook() + other(); }
