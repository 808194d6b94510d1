extern "C" int helper();
int use() { return helper(); }
int main() { return 0; }
