inline int width() { return 8; }
int b() { return width(); }
