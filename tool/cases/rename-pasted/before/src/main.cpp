#define ACCESS(kind) kind##_port()

int read_port() { return 0; }

int main() { return ACCESS(read); }
