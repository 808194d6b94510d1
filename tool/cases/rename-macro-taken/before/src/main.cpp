#define LIMIT 3

int limit() { return LIMIT; }

int main() { return limit() - 3; }
