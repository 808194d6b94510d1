int other();
__attribute__((weak)) int hook();
int main() { return other() + (hook ? hook() : 0); }
