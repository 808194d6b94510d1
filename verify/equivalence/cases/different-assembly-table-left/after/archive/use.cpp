extern "C" int helper();
int use() { return helper(); }
int other() { return 1; }
