#pragma clang section bss=".mine"
int value;
