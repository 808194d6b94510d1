int count(int by) { return by + 1; }
int main() { return 0; }
