static int reads; static int writes;
int read() { return ++reads; }
int write() { return ++writes; }
int total() { return writes; }
