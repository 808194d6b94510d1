int f() { return 3; }

int g() { return __LINE__; }
int h() { return __LINE__; }
