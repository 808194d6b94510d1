extern "C" int kernel_entry() { return 0; }

int main() { return kernel_entry(); }
