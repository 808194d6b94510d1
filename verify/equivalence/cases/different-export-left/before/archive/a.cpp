int api() { return 2; }
int extra() { return 3; }
