int hook(int x) { return x; }
int main() { return hook(0); }
