inline int width() { return 4; }
