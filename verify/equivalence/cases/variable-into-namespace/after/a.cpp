namespace io { int count = 3; }
int get() { return io::count; }
