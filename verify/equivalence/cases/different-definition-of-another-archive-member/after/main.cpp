int both();
int main() { return both(); }
