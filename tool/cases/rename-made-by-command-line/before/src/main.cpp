int ENTRY();

int main() { return ENTRY() - 7; }
