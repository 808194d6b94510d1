#define MINIMUM 0

int lowest() { return MINIMUM; }

int main() { return lowest(); }
