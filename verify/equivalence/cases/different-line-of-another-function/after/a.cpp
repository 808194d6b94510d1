int f() { return 4; }

int g() { return __LINE__; }
int h() { return __LINE__; }
