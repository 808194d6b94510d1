int api() { return 2; }
