int main() { return 0; }
extern "C" int helper();
int use() { return helper(); }
