int helper();
int helper() { return 1; }
int main() { return helper(); }
