extern "C" const int __start[];
int main() { return __start[0]; }
